// Two panes kept at the same text: whoever scrolls leads, the other follows.
const EDGE = 64;

export function keepInStep(panes) {
  let leader = panes[0], waiting = false, still = 0;
  const follow = () => {
    waiting = false;
    const other = panes.find(p => p !== leader);
    if (!other || performance.now() < still) return;
    const y = target(leader, other);
    if (y !== null && Math.abs(y - other.top) > 1) other.scrollTo(y);
  };
  for (const pane of panes) {
    pane.heard.lead = p => { leader = p; };
    pane.heard.scroll = p => {
      if (p !== leader || waiting) return;
      waiting = true;
      requestAnimationFrame(follow);
    };
    for (const name of ["pointerenter", "wheel", "focusin", "keydown"])
      pane.box.addEventListener(name, () => { leader = pane; }, { passive: true });
  }
  return {
    hold: ms => { still = performance.now() + ms; },
    lead: pane => { leader = pane; follow(); },
  };
}

// the place in `other` that answers the top of `leader`: between the same two texts, as far down
export function target(leader, other) {
  const here = leader.anchors(), there = other.anchors();
  const common = [...here].filter(([key]) => there.has(key)).sort((a, b) => a[1] - b[1]);
  const line = leader.top + EDGE;
  if (leader.top < 4) return 0;
  if (!common.length) {
    const room = leader.length - leader.height;
    return room > 0 ? (leader.top / room) * (other.length - other.height) : null;
  }
  let before = ["", 0], after = ["", leader.length], low = 0, high = other.length;
  for (const [key, y] of common) {
    if (y <= line) { before = [key, y]; low = there.get(key); }
    else { after = [key, y]; high = there.get(key); break; }
  }
  const share = after[1] > before[1] ? (line - before[1]) / (after[1] - before[1]) : 0;
  return Math.max(0, low + share * Math.max(0, high - low) - EDGE);
}
