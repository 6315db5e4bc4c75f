package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.run.Progress;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * A live terminal line that shows how much of the input has been processed, and a remark.
 *
 * <p>Thread-safe.
 */
final class ProgressLine implements Progress {
  private static final int UPDATE_MILLIS = 100;

  /** One column less than a terminal has, because some terminals wrap a full line. */
  private static final int WIDTH = 79;

  private final ProgressBar bar;
  private final PrintStream terminal;

  private ProgressLine(ProgressBar bar, PrintStream terminal) {
    this.bar = bar;
    this.terminal = terminal;
  }

  /**
   * Shows a line until it is closed.
   *
   * @param size how many bytes there are, or -1 when unknown
   * @param remark is asked again whenever the line is drawn
   */
  static Progress show(String task, long size, Supplier<String> remark, PrintStream terminal) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(size)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .continuousUpdate()
            .setRenderer(new RemarkRenderer(style(terminal), remark))
            .setConsumer(new Line(terminal))
            .build();
    return new ProgressLine(bar, terminal);
  }

  private static ProgressBarStyle style(PrintStream terminal) {
    return terminal.charset().newEncoder().canEncode('█')
        ? ProgressBarStyle.UNICODE_BLOCK
        : ProgressBarStyle.ASCII;
  }

  @Override
  public void advance(long bytes) {
    bar.stepBy(bytes);
  }

  @Override
  public void close() {
    bar.close();
    terminal.println();
  }

  /** The line that is drawn; its owner ends it, because a short-lived bar does not. */
  private static final class Line extends ConsoleProgressBarConsumer {
    Line(PrintStream terminal) {
      super(terminal, WIDTH);
    }

    @Override
    public void close() {}
  }

  /** Draws the bar with the remark in place of the byte count. */
  private static final class RemarkRenderer extends DefaultProgressBarRenderer {
    private final Supplier<String> remark;

    RemarkRenderer(ProgressBarStyle style, Supplier<String> remark) {
      super(style, "", 1, false, null, ChronoUnit.SECONDS, false, progress -> Optional.empty());
      this.remark = remark;
    }

    @Override
    protected String ratio(ProgressState progress) {
      return remark.get();
    }
  }
}
