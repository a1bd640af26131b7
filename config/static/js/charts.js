/* Draws figures from the JSON beside them. The server owns the numbers; this file only draws. */
(function () {
  "use strict";

  const token = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const percent = (share) => Math.round(share * 100) + " %";
  let drawn = [];

  const look = () => ({
    textStyle: { fontFamily: "Inter, system-ui, sans-serif", fontSize: 12, color: token("--ink-2") },
    animation: false,
    aria: { enabled: false },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: token("--ink"),
      borderWidth: 0,
      padding: [8, 12],
      textStyle: { color: token("--paper"), fontSize: 12 },
    },
  });

  const hidden = (points, value, extra) =>
    Object.assign(
      {
        type: "line",
        step: "end",
        symbol: "none",
        silent: true,
        lineStyle: { opacity: 0 },
        data: points.map((point) => [point[0], value(point)]),
      },
      extra
    );

  function band(series, colour, at) {
    const stack = "band" + at;
    const width = (point) => (point[3] - point[2]) * 100;
    return [
      hidden(series.points, (point) => point[2] * 100, { stack: stack }),
      hidden(series.points, width, {
        stack: stack,
        areaStyle: { color: colour, opacity: at ? 0.12 : 0.16 },
      }),
    ];
  }

  function curve(series, colour, at, narrow) {
    return {
      name: series.name,
      type: "line",
      step: "end",
      symbol: "none",
      data: series.points.map((point) => [point[0], point[1] * 100]),
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 2.5, type: at ? [6, 4] : "solid" },
      endLabel: {
        show: !narrow,
        formatter: series.name + "\n" + (series.label || ""),
        color: at ? token("--ink-2") : token("--active-ink"),
        fontWeight: 600,
        lineHeight: 17,
        distance: 10,
      },
    };
  }

  function lastBefore(points, month) {
    return points.filter((point) => point[0] <= month).pop() || points[0];
  }

  function tip(data, month) {
    const lines = data.series.map((series) => {
      const point = lastBefore(series.points, month);
      const range = "(" + percent(point[2]) + "–" + percent(point[3]) + ")";
      return series.name + ": " + percent(point[1]) + " " + range;
    });
    return [month + " " + data.unit].concat(lines).join("\n");
  }

  function survival(data, width) {
    const colours = [token("--active"), token("--ink-3")];
    const narrow = width < 560;
    const ends = data.series.map((series) => series.points[series.points.length - 1][0]);
    const interval = (data.interval || 6) * (narrow ? 2 : 1);
    const last = Math.ceil(Math.max(...ends) / interval) * interval;
    const highs = data.series.flatMap((series) => series.points.map((point) => point[3]));
    const top = Math.min(100, Math.max(20, Math.ceil(Math.max(...highs) * 5) * 20));
    const riskAt = (month) =>
      data.series
        .map((series, at) => {
          const known = month <= series.points[series.points.length - 1][0];
          return "{r" + at + "|" + (known ? lastBefore(series.points, month)[4] : "–") + "}";
        })
        .join("\n");
    const row = (weight, colour) => ({ fontWeight: weight, color: colour, lineHeight: 19 });
    return Object.assign(look(), {
      grid: { left: narrow ? 44 : 132, right: narrow ? 16 : 150, top: 14, bottom: 92 },
      xAxis: {
        type: "value",
        min: 0,
        max: last,
        interval: interval,
        name: data.axis || data.unit,
        nameLocation: "middle",
        nameGap: 72,
        nameTextStyle: { color: token("--ink-3") },
        axisLine: { show: true, onZero: false, lineStyle: { color: token("--line-3") } },
        splitLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: token("--ink-3"),
          lineHeight: 20,
          formatter: (month) => month + "\n" + riskAt(month),
          rich: { r0: row(600, token("--active-ink")), r1: row(400, token("--ink-2")) },
        },
      },
      yAxis: {
        type: "value",
        min: 0,
        max: top,
        interval: top > 40 ? 20 : top / 4,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { formatter: "{value} %", color: token("--ink-3") },
        splitLine: { lineStyle: { color: token("--line") } },
      },
      graphic: narrow ? [] : riskNames(data),
      series: data.series.flatMap((series, at) => [
        ...band(series, colours[at], at),
        curve(series, colours[at], at, narrow),
      ]),
      tooltip: Object.assign(look().tooltip, {
        formatter: (points) => tip(data, points[0].value[0]),
      }),
    });
  }

  function riskNames(data) {
    return data.series.map((series, at) => ({
      type: "text",
      left: 0,
      bottom: 46 - at * 19,
      style: {
        text: series.name,
        width: 112,
        overflow: "truncate",
        fill: at ? token("--ink-2") : token("--active-ink"),
        font: (at ? "400" : "600") + " 12px Inter, sans-serif",
      },
    }));
  }

  function draw() {
    drawn.forEach((chart) => chart.dispose());
    drawn = [];
    document.querySelectorAll("[data-chart]").forEach((place) => {
      const source = document.getElementById(place.dataset.source);
      const kind = { survival: survival }[place.dataset.chart];
      if (!source || !kind || !window.echarts) return;
      const data = JSON.parse(source.textContent);
      if (!data.series.some((series) => series.points.length)) return;
      const chart = window.echarts.init(place, null, { renderer: "svg" });
      chart.setOption(kind(data, place.clientWidth));
      drawn.push(chart);
    });
  }

  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 150);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw);
  else draw();
})();
