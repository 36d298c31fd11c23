// Keeps the live part fresh and turns forms and buttons into calls of /control.
const problem = document.getElementById("problem");
const parser = new DOMParser();

/** Puts the newest state in, part by part and only where it differs, so that what is open or selected stays. */
async function refresh() {
  const answer = await fetch("/console/live").catch(() => undefined);
  const fresh = parser.parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const part = fresh.getElementById(shown.id)?.innerHTML ?? "<p>沙箱没有回答。</p>";
    if (part === shown.dataset.live) continue;
    shown.dataset.live = part;
    const open = [...shown.querySelectorAll("details[open]")].map((one) => one.id);
    shown.innerHTML = part;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }
}

async function call(target, input) {
  const [method, path] = target.split(" ");
  const query = method === "DELETE" ? `?${new URLSearchParams(input)}` : "";
  const answer = await fetch(path + query, { method, body: query ? undefined : JSON.stringify(input) });
  problem.hidden = answer.ok;
  if (!answer.ok) problem.textContent = (await answer.json()).message;
  await refresh();
}

/** Fields as JSON: empty ones are left out, numbers are numbers, boxes are yes or no. */
function inputOf(form) {
  const fields = [...form.elements].filter((one) => one.name && (one.type === "checkbox" || one.value !== ""));
  return Object.fromEntries(
    fields.map((one) => {
      if (one.type === "checkbox") return [one.name, one.checked];
      return [one.name, one.type === "number" || "number" in one.dataset ? Number(one.value) : one.value];
    }),
  );
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  call(event.target.dataset.call, inputOf(event.target));
});

document.addEventListener("click", (event) => {
  const { call: target, input } = event.target.closest("button")?.dataset ?? {};
  if (target) call(target, JSON.parse(input));
});

setInterval(refresh, 1000);
refresh();
