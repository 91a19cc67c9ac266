package dev.pawl.plan.document;

import dev.pawl.disk.Printable;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.text.WellFormed;
import dev.pawl.plan.yaml.ScalarText;
import org.jspecify.annotations.Nullable;

/**
 * A plan file to be written.
 *
 * @param type {@code plan} or {@code workplan}
 * @param title any text
 * @param status a word of the vocabulary of plans
 */
public record NewPlan(PlanId id, String type, String title, String status, @Nullable String repo) {
  /** Rejects text that cannot be encoded. */
  public NewPlan {
    WellFormed.check(title);
    WellFormed.check(status);
    if (repo != null) {
      WellFormed.check(repo);
    }
  }

  /** The whole file, with LF line ends; reading it gives what this record says. */
  public String text() {
    StringBuilder text = new StringBuilder("---\n");
    text.append("id: ").append(ScalarText.plainOrQuoted(id.value())).append('\n');
    text.append("type: ").append(ScalarText.plainOrQuoted(type)).append('\n');
    text.append("title: ").append(ScalarText.doubleQuoted(title)).append('\n');
    if (repo != null) {
      text.append("repo: ").append(ScalarText.plainOrQuoted(repo)).append('\n');
    }
    text.append("status: ").append(ScalarText.plainOrQuoted(status)).append('\n');
    String heading = Printable.visible(title.replaceAll("\\s+", " ").strip());
    return text.append("---\n\n# ").append(heading).append('\n').toString();
  }
}
