/* The attendance grid by keyboard: arrows move between cells, a button fills a column.
   Without this file the grid is an ordinary form. */
(function () {
  "use strict";

  const form = document.querySelector("[data-grid]");
  if (!form) return;

  const cellsOf = (row) => Array.from(row.querySelectorAll("[data-cell]"));
  const rows = () => Array.from(form.querySelectorAll("tbody tr"));

  function step(cell, down, across) {
    const list = rows();
    const row = cell.closest("tr");
    const column = cellsOf(row).indexOf(cell);
    let y = list.indexOf(row) + down;
    let x = column + across;
    while (y >= 0 && y < list.length && x >= 0) {
      const next = cellsOf(list[y])[x];
      if (!next) return;
      if (!next.disabled) {
        next.focus();
        if (next.select) next.select();
        return;
      }
      y += down;
      x += across;
    }
  }

  // In a text the arrows first move within it.
  function leavesText(cell, across) {
    if (cell.type !== "text" || cell.selectionStart !== cell.selectionEnd) return true;
    return across < 0 ? cell.selectionStart === 0 : cell.selectionEnd === cell.value.length;
  }

  const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(cell, event.shiftKey ? -1 : 1, 0);
      return;
    }
    const way = KEYS[event.key];
    if (!way || (way[1] && !leavesText(cell, way[1]))) return;
    event.preventDefault();
    step(cell, way[0], way[1]);
  });

  function fill(column) {
    rows().forEach((row) => {
      const cell = cellsOf(row)[column];
      if (cell && !cell.disabled && cell.value === "") cell.value = "present";
    });
  }

  form.querySelectorAll("[data-grid-fill]").forEach((button) => {
    const column = Number(button.dataset.gridFill);
    const isOpen = rows().some((row) => {
      const cell = cellsOf(row)[column];
      return cell && !cell.disabled;
    });
    button.hidden = !isOpen;
    button.addEventListener("click", () => fill(column));
  });

  const help = form.querySelector("[data-grid-help]");
  if (help) help.hidden = false;
})();
