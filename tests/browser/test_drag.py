"""The map under the hand in real Chromium: what a drag brings in is drawn in pieces, one picture again at rest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_browser import painted

pytestmark = pytest.mark.browser

LACKS = "() => { const { layer } = window.MahallaMap.scene; return layer.ground.missing(layer.view(0)).length }"
STATE = "() => { const { layer } = window.MahallaMap.scene; return [layer.ground.pieces.size, layer.lands] }"
COUNT = """() => {
  const { layer } = window.MahallaMap.scene, draw = layer.ground.draw;
  layer.lands = 0;
  layer.ground.draw = function (...given) { layer.lands++; return draw.apply(this, given) };
}"""
ZOOM = "() => { const { map } = window.MahallaMap.scene; map.setZoom(map.getZoom() + 1.5, { animate: false }) }"
READY = "() => { const { layer, map } = window.MahallaMap.scene; return layer.ground.frame.zoom === map.getZoom() }"
GATHERED = "() => window.MahallaMap.scene.layer.ground.pieces.size === 0"


def test_a_drag_leaves_no_empty_place_and_draws_the_whole_no_second_time(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    box = painted(page).locator(".mm-map").bounding_box()
    assert box
    inner = page.frames[1]
    inner.evaluate(ZOOM)
    inner.wait_for_function(READY)
    inner.evaluate(COUNT)
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.6 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x - 25 * step, y - 15 * step)
        inner.evaluate("() => new Promise(requestAnimationFrame)")
    pieces, _ = inner.evaluate(STATE)
    page.mouse.up()
    inner.wait_for_function(GATHERED)
    assert pieces > 0
    assert inner.evaluate(LACKS) == 0
    assert inner.evaluate(STATE) == [0, 0]


SAME = """() => new Promise(done => {
  const { layer } = window.MahallaMap.scene, { ground } = layer;
  const dots = () => {
    const shown = ground.sheet.node, copy = document.createElement('canvas');
    Object.assign(copy, { width: shown.width, height: shown.height });
    const ctx = copy.getContext('2d');
    ctx.drawImage(shown, 0, 0);
    return ctx.getImageData(0, 0, copy.width, copy.height).data;
  };
  layer.redraw();
  const whole = dots();
  ground.prepare(layer.frameNow(), () => {
    const pieces = dots();
    done(whole.filter((value, at) => Math.abs(value - pieces[at]) > 60).length / whole.length);
  });
})"""


def test_a_view_made_of_pieces_is_the_view_drawn_at_once(page: Page, site: str) -> None:
    """At the edge of the region, where the shadow lies: what throws it once stood in the pieces, black."""
    page.goto(f"{site}/districts?lang=en&district=1710235")
    painted(page)
    inner = page.frames[1]
    inner.evaluate(ZOOM)
    inner.wait_for_function(READY)
    assert inner.evaluate(SAME) < 0.0005


KEPT = (
    "() => { const { layer } = window.MahallaMap.scene; return Boolean(layer.land) && layer.far.land === layer.land }"
)
ZOOMED_OUT = """() => new Promise(done => {
  const { map, layer, geometry } = window.MahallaMap.scene, { far, ground } = layer;
  const placed = (node, frame) => {
    const [x, y, , scale] = node.style.transform.match(/-?\\d+(\\.\\d+)?/g).slice(-4).map(Number);
    return [x + scale * frame.x(geometry.box[0]), y + scale * frame.y(geometry.box[1])];
  };
  map.once('zoomanim', () => done([far.node.hidden, placed(far.node, far.frame), placed(layer.box, ground.frame)]));
  map.setZoom(map.getZoom() - 2);
})"""
HIDDEN = "() => window.MahallaMap.scene.layer.far.node.hidden"


def test_a_zoom_out_shows_the_land_around_the_view_before_it_is_drawn(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    painted(page)
    inner = page.frames[1]
    inner.wait_for_function(KEPT)
    for _ in range(2):
        inner.evaluate(ZOOM)
        inner.wait_for_function(READY)
    hidden, far, drawn = inner.evaluate(ZOOMED_OUT)
    assert not hidden
    assert far == pytest.approx(drawn, abs=1)
    inner.wait_for_function(HIDDEN)
    assert inner.evaluate(READY)


STEPS = """pace_ms => new Promise(done => {
  const { scene } = window.MahallaMap, { map, layer } = scene;
  layer.pace_ms = pace_ms;
  scene.focus = new Set([scene.focus.has(1) ? 2 : 1]);
  map.stop();
  let steps = 0;
  const step = () => steps++;
  map.on('zoom', step);
  map.once('moveend', () => {
    map.off('zoom', step);
    done(steps);
  });
  window.MahallaMap.fit(scene, true);
})"""
"""A change of the district in view, and how many steps the zoom has."""


def test_a_wall_flies_to_a_district_only_where_every_step_can_be_drawn(page: Page, site: str) -> None:
    """A stretched view left most of a large screen empty on the way."""
    page.goto(f"{site}/wall?lang=en")
    page.wait_for_function("() => Boolean(window.MahallaMap?.scene?.layer?.drawn)")
    assert page.evaluate(STEPS, 90) == 1
    assert page.evaluate(STEPS, 1) > 1
