"""What the growth of the costs was, and whether it fits its law: lines for the terminal, tables for the report."""

import figures
import laws
from goals import number


def verdict(record: dict) -> tuple[str, str]:
    """The measured exponent, and whether it is one of the law's."""
    if len(record["points"]) < 3:
        return "–", "too few points"
    slope = laws.exponent([tuple(point) for point in record["points"]])
    return f"{slope + 0.0:.2f}", "fits" if laws.fits(record["law"], slope) else "does not fit"


def _threads(found: dict) -> str:
    """Two loops beside one."""
    ratio = figures.spread(found["ratio"])
    return f"two loops on one port ÷ one loop, requests per second: {ratio.text()} ({found['rounds']} rounds)"


def lines(subject: dict) -> list[str]:
    """One line for each series."""
    said = []
    for record in subject["series"]:
        slope, words = verdict(record)
        first, last = record["points"][0], record["points"][-1]
        said.append(f"growth {record['lesson']} {record['name']}: {number(first[1])} at {first[0]}, "
                    f"{number(last[1])} at {last[0]} {record['work']} ({record['unit']}); "
                    f"exponent {slope}, law {record['law']}: {words}")
    return [*said, f"growth 03 {_threads(subject['threads'])}"]


def section(subject: dict) -> str:
    """The tables of the report."""
    rows = ["| lesson | what | unit | against | cost at each size | exponent | law | |",
            "|---|---|---|---|---|---|---|---|"]
    for record in subject["series"]:
        slope, words = verdict(record)
        costs = ", ".join(f"{size}: {number(cost)}" for size, cost in record["points"])
        rows.append(f"| {record['lesson']} | {record['name']} | {record['unit']} | {record['work']} | "
                    f"{costs} | {slope} | {record['law']} | {words} |")
    return ("\n".join(rows) + "\n\nThe exponent is e in: cost = fixed + factor × size^e, where the cost of the "
            f"smallest size counts as fixed. What hardly grows has 0.\n\nLesson 03, {_threads(subject['threads'])}\n")
