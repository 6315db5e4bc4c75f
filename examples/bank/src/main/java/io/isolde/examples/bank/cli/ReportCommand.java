package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.isolde.benchmarks.sharing.Report;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command that puts raw results of comparisons into a page of the documentation. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Brings raw results of 'bank compare' into a page in Markdown, as tables and charts.",
      "",
      "A table takes the place of what stands between <!-- comparison: NAME --> or <!-- sweep:"
          + " PREFIX --> and <!-- end -->. The charts are written beside the folder of results."
    },
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {
      "0:The page and its charts were written.",
      Bank.EXIT_USAGE,
      "3:The page or a result cannot be read.",
      Bank.EXIT_OUTPUT
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "PAGE.md", description = "The page to rewrite.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path page;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "Where the results are, as 'bank compare --raw' writes them.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path folder;

  @Override
  public Integer call() {
    Report report = report();
    report.charts().forEach(ReportCommand::write);
    write(page, report.page().getBytes(UTF_8));
    return ExitCode.OK;
  }

  private Report report() {
    try {
      return Report.of(Files.readString(page), page, folder);
    } catch (IOException e) {
      throw BankException.input("%s cannot be read: %s".formatted(page, Texts.reason(e)));
    } catch (UncheckedIOException e) {
      String reason = Texts.reason(requireNonNull(e.getCause()));
      throw BankException.input("%s: %s".formatted(e.getMessage(), reason));
    } catch (NoSuchElementException e) {
      throw BankException.input(String.valueOf(e.getMessage()));
    }
  }

  private static void write(Path path, byte[] bytes) {
    try (OutputFile output = OutputFile.prepare(path)) {
      output.write(bytes);
    }
  }
}
