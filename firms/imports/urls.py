"""Addresses of imports and look-alikes; `firms.urls` gives them its namespace."""

from django.urls import URLPattern, path

from firms.imports import views

urlpatterns: list[URLPattern] = [
    path("imports/", views.ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", views.ImportRunPage.as_view(), name="import-run"),
    path("imports/<int:pk>/rejected.csv", views.RejectsCsv.as_view(), name="import-rejects"),
    path("imports/<int:pk>/undo/", views.UndoImport.as_view(), name="import-undo"),
    path("look-alikes/", views.DuplicateList.as_view(), name="duplicates"),
    path("look-alikes/<int:pk>/", views.DecideDuplicate.as_view(), name="duplicate-decide"),
]
