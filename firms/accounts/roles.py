"""Who may do what: roles, their capabilities and how far they see. A pure table."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here. One person has one role."""

    ADVISER = "adviser"
    MANAGER = "manager"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    FIRM_OWNER = "firm_owner"
    FIRM_EDITOR = "firm_editor"
    FIRM_VIEWER = "firm_viewer"


STAFF_ROLES = frozenset({Role.ADVISER, Role.MANAGER, Role.EXPERT, Role.ADMINISTRATOR})
FIRM_ROLES = frozenset({Role.FIRM_OWNER, Role.FIRM_EDITOR, Role.FIRM_VIEWER})


class Scope(StrEnum):
    """Which firms, and all that belongs to them, a person may see."""

    EVERYTHING = "everything"
    OFFICE = "office"
    CASELOAD = "caseload"
    OWN_FIRM = "own_firm"
    NOTHING = "nothing"


class Capability(StrEnum):
    """What a person may do with the rows in view."""

    SEE_WORKSPACE = "see_workspace"
    SEE_PORTAL = "see_portal"
    REGISTER_FIRM = "register_firm"
    EDIT_FIRM = "edit_firm"
    TAKE_FIRM = "take_firm"
    ASSIGN_ADVISER = "assign_adviser"
    LOG_INTERACTION = "log_interaction"
    ASSESS = "assess"
    SELF_ASSESS = "self_assess"
    APPLY_FOR_HELP = "apply_for_help"
    CONFIRM_STAGE = "confirm_stage"
    ASSIGN_HELP = "assign_help"
    MANAGE_ENGAGEMENTS = "manage_engagements"
    MANAGE_FOLLOWUPS = "manage_followups"
    MANAGE_PROGRAMS = "manage_programs"
    SEE_REPORTS = "see_reports"
    FREEZE_COHORT = "freeze_cohort"
    SEE_METHODOLOGY = "see_methodology"
    PUBLISH_METHODOLOGY = "publish_methodology"
    IMPORT_DATA = "import_data"
    RESOLVE_DUPLICATES = "resolve_duplicates"
    MANAGE_USERS = "manage_users"
    PLAN_FOLLOWUPS = "plan_followups"
    SEE_OPERATIONS = "see_operations"
    SEE_OWN_MESSAGES = "see_own_messages"
    MANAGE_ABSENCES = "manage_absences"
    MANAGE_OWN_PEOPLE = "manage_own_people"
    SEE_OWN_DOCUMENTS = "see_own_documents"


_C = Capability
_CASEWORK = frozenset(
    {
        _C.SEE_WORKSPACE,
        _C.REGISTER_FIRM,
        _C.EDIT_FIRM,
        _C.TAKE_FIRM,
        _C.LOG_INTERACTION,
        _C.ASSESS,
        _C.CONFIRM_STAGE,
        _C.ASSIGN_HELP,
        _C.MANAGE_ENGAGEMENTS,
        _C.MANAGE_FOLLOWUPS,
        _C.SEE_REPORTS,
        _C.SEE_METHODOLOGY,
        _C.SEE_OWN_MESSAGES,
    }
)

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADVISER: _CASEWORK,
    Role.MANAGER: _CASEWORK
    | {
        _C.ASSIGN_ADVISER,
        _C.MANAGE_PROGRAMS,
        _C.FREEZE_COHORT,
        _C.RESOLVE_DUPLICATES,
        _C.PLAN_FOLLOWUPS,
        _C.SEE_OPERATIONS,
        _C.MANAGE_ABSENCES,
    },
    Role.EXPERT: frozenset({_C.SEE_METHODOLOGY, _C.PUBLISH_METHODOLOGY}),
    Role.ADMINISTRATOR: frozenset(
        {
            _C.SEE_WORKSPACE,
            _C.REGISTER_FIRM,
            _C.EDIT_FIRM,
            _C.ASSIGN_ADVISER,
            _C.SEE_REPORTS,
            _C.SEE_METHODOLOGY,
            _C.IMPORT_DATA,
            _C.RESOLVE_DUPLICATES,
            _C.MANAGE_USERS,
            _C.SEE_OPERATIONS,
            _C.SEE_OWN_MESSAGES,
            _C.MANAGE_ABSENCES,
        }
    ),
    Role.FIRM_OWNER: frozenset(
        {
            _C.SEE_PORTAL,
            _C.SELF_ASSESS,
            _C.APPLY_FOR_HELP,
            _C.MANAGE_OWN_PEOPLE,
            _C.SEE_OWN_DOCUMENTS,
        }
    ),
    Role.FIRM_EDITOR: frozenset(
        {_C.SEE_PORTAL, _C.SELF_ASSESS, _C.APPLY_FOR_HELP, _C.SEE_OWN_DOCUMENTS}
    ),
    Role.FIRM_VIEWER: frozenset({_C.SEE_PORTAL, _C.SEE_OWN_DOCUMENTS}),
}


def scope_of(role: str, *, has_office: bool) -> Scope:
    """How far a role sees; a manager without an office answers for all of them."""
    match role:
        case Role.ADVISER:
            return Scope.CASELOAD
        case Role.MANAGER:
            return Scope.OFFICE if has_office else Scope.EVERYTHING
        case Role.ADMINISTRATOR:
            return Scope.EVERYTHING
        case Role.FIRM_OWNER | Role.FIRM_EDITOR | Role.FIRM_VIEWER:
            return Scope.OWN_FIRM
    return Scope.NOTHING


def may(role: str, capability: Capability) -> bool:
    """Whether a role has a capability; an unknown role has none."""
    return capability in CAPABILITIES.get(role, frozenset())  # type: ignore[call-overload]
