package io.isolde.examples.bank.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isolde.examples.bank.Bank;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.OutputFile;
import io.isolde.examples.bank.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
public final class ReportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "PAGE.md", description = "The page to rewrite.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path page;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "Where the results are, as 'bank compare --raw' writes them.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path folder;

  /** Made by picocli. */
  public ReportCommand() {}

  @Override
  public Integer call() {
    try {
      Page rewritten = Page.rewritten(Files.readString(page), page, folder);
      rewritten.charts().forEach(ReportCommand::write);
      write(page, rewritten.text().getBytes(UTF_8));
      return ExitCode.OK;
    } catch (IOException e) {
      throw BankException.input("%s cannot be read: %s".formatted(page, Texts.reason(e)));
    }
  }

  private static void write(Path path, byte[] bytes) {
    try (OutputFile output = OutputFile.prepare(path)) {
      output.write(bytes);
    }
  }
}
