"use strict";
// Search, filter and sort for the table of rows; the page is complete without it.
(() => {
  const table = document.querySelector("table.rows");
  const tools = document.querySelector(".tools");
  if (!table || !tools) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const told = document.querySelector(".shown");
  const control = (kind, text) => {
    const label = document.createElement("label");
    label.textContent = text;
    const field = document.createElement(kind);
    label.append(field);
    tools.append(label);
    return field;
  };
  const search = control("input", tools.dataset.search);
  search.type = "search";
  const choose = control("select", tools.dataset.code);
  const codes = new Set(rows.map((row) => row.dataset.code));
  for (const code of ["", ...Array.from(codes).sort()]) {
    const option = document.createElement("option");
    option.value = code;
    option.textContent = code || tools.dataset.all;
    choose.append(option);
  }
  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const hit = (!choose.value || row.dataset.code === choose.value) && row.textContent.toLowerCase().includes(wanted);
      row.hidden = !hit;
      shown += hit ? 1 : 0;
    }
    told.textContent = `${shown} / ${rows.length}`;
  };
  search.addEventListener("input", show);
  choose.addEventListener("change", show);
  Array.from(table.tHead.rows[0].cells).forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[place].textContent;
      const order = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
      rows.sort((a, b) => (down ? order(b, a) : order(a, b)));
      body.append(...rows);
    });
  });
  show();
})();
