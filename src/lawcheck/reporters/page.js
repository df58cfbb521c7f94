(() => {
  "use strict";
  // Turns pages, sorts, filters, and names what rests on a sentence. Text is only ever set as text.
  const root = document.documentElement;
  const words = JSON.parse(document.body.dataset.words);
  const byId = (id) => document.getElementById(id);
  const all = (css, within = document) => [...within.querySelectorAll(css)];
  const make = (tag, text = "", css = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (css) made.className = css;
    return made;
  };
  const twoPanes = matchMedia("screen and (min-width: 62rem) and (min-height: 30rem)");
  root.classList.add("js");
  if (document.body.classList.contains("many")) root.classList.add("many");

  // -- a sentence names its elements

  const panel = make("aside", "", "names");
  panel.hidden = true;
  panel.setAttribute("role", "status");
  document.body.append(panel);

  const forget = () => {
    panel.hidden = true;
    all(".also, .at").forEach((marked) => marked.classList.remove("also", "at"));
  };

  const rowName = (row) => {
    const title = row.querySelector("th")?.firstChild?.textContent || row.textContent;
    const status = words[row.dataset.s];
    return status ? `${title.trim()} · ${status}` : title.trim();
  };

  const targetsOf = (sentence) =>
    sentence.dataset.e ? sentence.dataset.e.split(" ") : [sentence.hash.slice(sentence.hash.indexOf("-") + 1)];

  // A sentence that several elements quote in part is cut into pieces; those that touch and share an element belong together.
  const whole = (piece) => {
    const mine = targetsOf(piece);
    const along = (next) => {
      const found = [];
      let node = piece[next];
      while (node && (node.nodeName === "SUP" || (node.nodeName === "A" && targetsOf(node).some((t) => mine.includes(t))))) {
        if (node.nodeName === "A") found.push(node);
        node = node[next];
      }
      return found;
    };
    return [piece, ...along("previousSibling"), ...along("nextSibling")];
  };

  const name = (sentence) => {
    forget();
    const prefix = sentence.closest("article").id;
    const targets = targetsOf(sentence);
    const close = make("button", words.close);
    close.addEventListener("click", forget);
    panel.replaceChildren(close, make("b", words.names));
    for (const target of targets) {
      const row = byId(`${prefix}-${target}`);
      if (!row) continue;
      row.classList.add("also");
      const link = make("a", rowName(row));
      link.href = `#${row.id}`;
      panel.append(link);
    }
    for (const piece of whole(sentence)) piece.classList.add("at");
    panel.hidden = false;
  };

  document.addEventListener("click", (event) => {
    const sentence = event.target.closest('a[class^="m-"]');
    if (!sentence) return;
    name(sentence);
    // Beside the text the elements come into view; on a narrow screen the reader stays in the text.
    if (!twoPanes.matches) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") forget();
  });

  // -- one report at a time

  const table = document.querySelector("table.matrix");
  const articles = all("article");
  const wide = document.querySelector(".wide");
  let rows = table ? all("tbody tr", table) : [];
  let kept = [0, 0, 0];

  const turn = (article) => {
    const order = rows.filter((row) => !row.hidden).map((row) => row.dataset.r);
    const at = order.indexOf(article.id);
    const link = (rel, id) => {
      const found = article.querySelector(`.turn a[rel=${rel}]`);
      if (!found || at < 0) return;
      found.hidden = !id;
      if (id) found.href = `#${id}`;
    };
    link("prev", order[at - 1]);
    link("next", order[at + 1]);
  };

  const show = () => {
    const at = byId(location.hash.slice(1));
    const article = at && at.closest("article");
    if (at && at.matches('a[class^="m-"]')) {
      forget();
      for (const piece of whole(at)) piece.classList.add("at");
    }
    if (!table) return;
    const wasReading = root.classList.contains("reading");
    if (article && !wasReading) kept = [scrollY, wide.scrollLeft, wide.scrollTop];
    root.classList.toggle("reading", Boolean(article));
    for (const other of articles) other.classList.toggle("now", other === article);
    if (article) turn(article);
    if (!article && wasReading) {
      forget();
      scrollTo(0, kept[0]);
      wide.scrollTo(kept[1], kept[2]);
    } else if (at) {
      at.scrollIntoView();
    }
  };

  addEventListener("hashchange", show);
  if (!table) {
    show();
    return;
  }
  history.scrollRestoration = "manual";

  // -- sort

  const value = {
    name: (row) => row.querySelector("th").textContent,
    score: (row) => (row.dataset.score === "" ? Infinity : Number(row.dataset.score)),
  };
  const given = new Map(rows.map((row, index) => [row, index]));
  const sort = (head) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const of = value[head.dataset.sort];
    const compare = (a, b) => (typeof a === "number" ? a - b || 0 : a.localeCompare(b, root.lang));
    rows.sort((a, b) => (up ? compare(of(a), of(b)) : compare(of(b), of(a))) || given.get(a) - given.get(b));
    table.tBodies[0].append(...rows);
    for (const other of all("th[data-sort]", table)) {
      other.removeAttribute("aria-sort");
      other.querySelector("i").textContent = " ↕";
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    head.querySelector("i").textContent = up ? " ↑" : " ↓";
  };
  for (const head of all("th[data-sort]", table)) {
    const button = make("button", head.textContent);
    button.title = words.sort;
    button.append(make("i", " ↕"));
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }

  // -- filter

  const LOST = ["missing", "lacking", "planned"];
  const heads = all("th[data-key]", table);
  const partsOf = new Map(heads.map((head) => [head.dataset.key, JSON.parse(head.dataset.parts || "[]")]));
  const statusOf = (row, key) => byId(`${row.dataset.r}-e${key}`)?.dataset.s || "";
  const wanted = (status, chosen) => (chosen === "lost" ? LOST.includes(status) : status === chosen);

  const tools = make("div", "", "tools");
  const chooser = (key, options) => {
    const label = make("label", `${words[key]} `);
    const select = make("select");
    select.id = `by-${key}`;
    select.append(new Option(words.any, ""));
    for (const [value, text] of options) select.append(new Option(text, value));
    select.addEventListener("change", () => apply());
    label.append(select);
    tools.append(label);
    return select;
  };
  const kinds = [...new Set(rows.map((row) => row.dataset.k))].filter(Boolean).sort();
  const byKind = chooser("kind", kinds.map((kind) => [kind, kind]));
  const byElement = chooser(
    "element",
    heads.flatMap((head) => [
      [head.dataset.key, all("span", head).map((span) => span.textContent).join(" ")],
      ...partsOf.get(head.dataset.key).map(([key, text]) => [key, `\u3000${text}`]),
    ]),
  );
  const statuses = ["covered", "partial", "weak", "planned", "lacking", "missing", "unchecked", "not-applicable"];
  const byStatus = chooser("status", [["lost", words.lost], ...statuses.map((status) => [status, words[status]])]);
  const reset = make("button", words.reset);
  const shown = make("output");
  shown.setAttribute("aria-live", "polite");
  const everything = make("label");
  const box = make("input");
  box.type = "checkbox";
  box.id = "everything";
  everything.append(box, ` ${words.everything}`);
  tools.append(reset, " ", shown, " ", everything);
  wide.before(tools);

  const addColumn = (key, text) => {
    const head = make("th", "", "v extra");
    head.scope = "col";
    const space = text.indexOf(" ");
    head.append(make("span", text.slice(0, space)), " ", make("span", text.slice(space + 1)));
    table.tHead.rows[0].append(head);
    let lost = 0;
    for (const row of rows) {
      const status = statusOf(row, key);
      const cell = make("td", "", `extra ${status}`);
      if (status) {
        const link = make("a", words[status].split(" ")[0]);
        link.href = `#${row.dataset.r}-e${key}`;
        link.title = `${text} ${words[status]}`;
        link.setAttribute("aria-label", words[status]);
        cell.append(link);
        if (!row.hidden && LOST.includes(status)) lost += 1;
      }
      row.append(cell);
    }
    table.tFoot.rows[0].append(make("td", String(lost), "extra"));
  };

  const columns = (element) => {
    all(".extra", table).forEach((cell) => cell.remove());
    heads.forEach((head, index) => {
      const off = Boolean(element) && head.dataset.key !== element;
      head.hidden = off;
      for (const row of rows) if (row.cells[index + 2]?.colSpan === 1) row.cells[index + 2].hidden = off;
      table.tFoot.rows[0].cells[index + 1].hidden = off;
    });
    if (!element) return;
    const [parent] = element.split("-");
    for (const [key, text] of partsOf.get(parent)) if (element === parent || element === key) addColumn(key, text);
  };

  const fade = (chosen) => {
    for (const cell of all("tbody td a[href]", table)) {
      const status = (cell.parentNode.dataset.s ||= cell.parentNode.className.replace("extra", "").trim());
      cell.parentNode.classList.toggle("faded", Boolean(chosen) && !wanted(status, chosen));
    }
  };

  const count = () => {
    heads.forEach((head, index) => {
      const lost = rows.filter((row) => !row.hidden && LOST.includes(statusOf(row, head.dataset.key)));
      table.tFoot.rows[0].cells[index + 1].textContent = lost.length;
    });
  };

  function apply() {
    const [kind, element, status] = [byKind.value, byElement.value, byStatus.value];
    const keys = element ? [element, ...(partsOf.get(element) || []).map(([key]) => key)] : heads.map((h) => h.dataset.key);
    for (const row of rows) {
      const isKind = !kind || row.dataset.k === kind;
      row.hidden = !isKind || (Boolean(status) && !keys.some((key) => wanted(statusOf(row, key), status)));
    }
    columns(element);
    count();
    fade(status);
    const visible = rows.filter((row) => !row.hidden).length;
    shown.textContent = words.shown.replace("{shown}", visible).replace("{all}", rows.length);
  }

  reset.addEventListener("click", () => {
    byKind.value = byElement.value = byStatus.value = "";
    apply();
  });
  box.addEventListener("change", () => root.classList.toggle("everything", box.checked));
  for (const link of all("#totals a[data-key]")) {
    link.addEventListener("click", () => {
      byElement.value = link.dataset.key;
      byStatus.value = "lost";
      apply();
    });
  }
  apply();
  show();
})();
