// Quick hands: / searches, j and k walk a list, Enter and x open, g goes places, ? tells.

const places = {w: '/', t: '/tenants', q: '/queues', r: '/requests', p: '/playbooks'};

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

export function installKeys(document) {
  let going = false;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (going) {
      going = false;
      if (places[event.key]) location.assign(places[event.key]);
      return;
    }
    switch (event.key) {
      case '/': document.querySelector('[data-search]')?.focus(); break;
      case 'j': walk(document, +1); break;
      case 'k': walk(document, -1); break;
      case 'x': document.activeElement?.closest('details[data-row]')?.toggleAttribute('open'); break;
      case 'g': going = true; break;
      case '?': document.getElementById('keys').showModal(); break;
      default: return;
    }
    event.preventDefault();
  });
}
