from firms.register.models import Firm
def test_scope(adviser, firm, foreign_firm, unassigned_firm, firm_owner, manager, expert):
    assert set(Firm.objects.visible_to(adviser)) == {firm, unassigned_firm}
    assert set(Firm.objects.visible_to(firm_owner)) == {firm}
    assert Firm.objects.visible_to(manager).count() == 3
    assert not Firm.objects.visible_to(expert)
