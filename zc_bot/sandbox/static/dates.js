// The sandbox's clock, which runs on from wherever it was put, in the programme's own zone.

let ahead = 0;
let zone = "UTC";

export function setClock(now, inZone) {
  ahead = now - performance.now();
  zone = inZone;
}

export const now = () => ahead + performance.now();

function parts(moment) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

export function day(moment) {
  const { year, month, day } = parts(moment);
  return `${year}-${month}-${day}`;
}

export function time(moment) {
  const { hour, minute } = parts(moment);
  return `${hour}:${minute}`;
}

export const weekday = (moment, lang) =>
  new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { timeZone: zone, weekday: "short" }).format(moment);
