"""What a run of a support log makes, as the imported rows name it."""

FIRM = "firms.firm"
#: A spelling of a firm's name: which firm it was taken for. No table.
SPELLING = "firms.firm.name"
ENGAGEMENT = "programs.engagement"
PERIOD = "programs.engagementperiod"
OFFICE = "firms.office"
INTERVENTION = "programs.intervention"
