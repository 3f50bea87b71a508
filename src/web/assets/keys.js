// Quick hands: / searches, j and k walk a list, Enter and x open, g goes places, ? tells. Whoever speaks to their
// machine, or slips easily, switches them off (WCAG 2.1.4); the browser keeps that.

const places = {w: '/', t: '/tenants', n: '/notes', q: '/queues', r: '/requests', p: '/playbooks'};

function isTyping(target) {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

// The lines one walks through: rows of a list, or the tasks of a playbook.
function rows(document) {
  return [...document.querySelectorAll('[data-row]')];
}

function walk(document, step) {
  const all = rows(document);
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.querySelector('summary, a')?.focus();
  next.scrollIntoView({block: 'nearest'});
}

// Ticks the current line of a list, or opens and closes the current task.
function choose(current) {
  current?.closest('tr[data-row]')?.querySelector('input[type=checkbox]')?.click();
  current?.closest('details[data-row]')?.toggleAttribute('open');
}

const setting = 'handrail-keys';

// A browser that keeps nothing has the keys on, and the switch lasts as long as the page.
function keptSetting() {
  try { return localStorage.getItem(setting); } catch { return null; }
}

function installSwitch(document) {
  const root = document.documentElement;
  const box = document.getElementById('keys-on');
  const show = (on) => { box.checked = on; root.dataset.keys = on ? 'on' : 'off'; };
  show(keptSetting() !== 'off');
  box.addEventListener('change', () => {
    show(box.checked);
    try { localStorage.setItem(setting, box.checked ? 'on' : 'off'); } catch { /* told by the page alone */ }
  });
  window.addEventListener('storage', (event) => { if (event.key === setting) show(event.newValue !== 'off'); });
  const opener = document.getElementById('keys-open');
  opener.addEventListener('click', () => document.getElementById('keys').showModal());
  opener.hidden = false;
}

export function installKeys(document) {
  let going = false;
  installSwitch(document);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.documentElement.dataset.keys === 'off' || document.querySelector('dialog[open]')) return;
    if (going) {
      going = false;
      if (places[event.key]) location.assign(places[event.key]);
      return;
    }
    switch (event.key) {
      case '/': document.querySelector('[data-search]')?.focus(); break;
      case 'j': walk(document, +1); break;
      case 'k': walk(document, -1); break;
      case 'x': choose(document.activeElement); break;
      case 'g': going = true; break;
      case '?': document.getElementById('keys').showModal(); break;
      default: return;
    }
    event.preventDefault();
  });
}
