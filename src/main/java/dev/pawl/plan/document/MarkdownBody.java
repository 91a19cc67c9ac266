package dev.pawl.plan.document;

import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.text.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** The Markdown below the front matter: first heading, first paragraph, and task blocks. */
final class MarkdownBody {
  /** Quotes and lists inside each other; what is deeper is plain text, and costs no more. */
  private static final int DEEPEST = 32;

  private static final Parser PARSER =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(DEEPEST)
          // Inline markup is of no interest, and is where Markdown parsers take their time.
          .inlineParserFactory(context ->
              (lines, node) -> {
                if (node instanceof Heading) {
                  node.appendChild(new Text(lines.getContent()));
                }
              })
          .build();

  private final Source source;
  private final int firstLine;
  private final int offset;
  private final List<TaskBlock> blocks = new ArrayList<>();
  private final Outline outline;

  /** Lines of fenced code that is no task. */
  private final BitSet code = new BitSet();

  private String firstHeading = "";
  private String heading = "";
  private String description = "";

  private MarkdownBody(Source source, int firstLine) {
    this.source = source;
    this.firstLine = firstLine;
    this.outline = new Outline(source.lines());
    this.offset = firstLine < source.lines() ? source.start(firstLine) : source.text().length();
  }

  /** Reads from this line (from 0) to the end. */
  static MarkdownBody read(Source source, int firstLine) {
    MarkdownBody body = new MarkdownBody(source, firstLine);
    PARSER.parse(source.text().substring(body.offset)).accept(body.new Collector());
    return body;
  }

  /** In the order of the document. */
  List<TaskBlock> blocks() {
    return blocks;
  }

  /** Where headings and blocks stand. */
  Outline outline() {
    return outline;
  }

  /** Lines of fenced code that is no task. */
  BitSet code() {
    return code;
  }

  /** As written; empty when there is none. */
  String firstHeading() {
    return firstHeading;
  }

  /** The first paragraph that is in no list and no quote, on one line; empty when there is none. */
  String description() {
    return description;
  }

  private final class Collector extends AbstractVisitor {
    @Override
    public void visit(Heading node) {
      StringBuilder text = new StringBuilder();
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        if (child instanceof Text part) {
          text.append(part.getLiteral());
        }
      }
      heading = text.toString().replace('\n', ' ').strip();
      if (firstHeading.isEmpty()) {
        firstHeading = heading;
      }
      outline.heading(
          node.getLevel(), line(firstSpan(node)), line(node.getSourceSpans().getLast()));
    }

    @Override
    public void visit(Paragraph node) {
      if (description.isEmpty() && node.getParent() instanceof Document) {
        StringBuilder text = new StringBuilder();
        for (SourceSpan span : node.getSourceSpans()) {
          int from = offset + span.getInputIndex();
          text.append(source.text(), from, from + span.getLength()).append(' ');
        }
        description = text.toString().strip();
      }
    }

    @Override
    public void visit(FencedCodeBlock node) {
      if (!isTask(node.getInfo())) {
        code.set(line(firstSpan(node)), line(node.getSourceSpans().getLast()) + 1);
      } else {
        blocks.add(block(node));
        outline.block(
            line(firstSpan(node)),
            line(node.getSourceSpans().getLast()),
            !(node.getParent() instanceof Document));
      }
    }
  }

  /** CommonMark 0.31.2, section 4.5: the info string's first word is the language. */
  private static boolean isTask(String info) {
    String stripped = info.strip();
    return stripped.startsWith("task")
        && (stripped.length() == 4 || Character.isWhitespace(stripped.charAt(4)));
  }

  private int line(SourceSpan span) {
    return firstLine + span.getLineIndex();
  }

  private TaskBlock block(FencedCodeBlock node) {
    SourceSpan fence = firstSpan(node);
    int first = line(fence) + 1;
    List<String> lines = node.getLiteral().lines().toList();
    return new TaskBlock(
        new Excerpt(source, first, lines),
        heading,
        offset + fence.getInputIndex(),
        line(fence),
        line(node.getSourceSpans().getLast()),
        defect(node, first, lines));
  }

  private String defect(FencedCodeBlock node, int first, List<String> lines) {
    if (node.getClosingFenceLength() == null) {
      return "the block is not closed; end it with a line of "
          + String.valueOf(node.getFenceCharacter()).repeat(node.getOpeningFenceLength());
    }
    for (int i = 0; i < lines.size(); i++) {
      // Only white space may differ: CommonMark strips and expands it on the left.
      if (!source.line(first + i).endsWith(lines.get(i).stripLeading())) {
        return "line %d holds a character that Markdown replaces; remove it"
            .formatted(first + i + 1);
      }
    }
    return "";
  }

  private static SourceSpan firstSpan(Block node) {
    return node.getSourceSpans().getFirst();
  }
}
