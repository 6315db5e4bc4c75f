package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.ExitCode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of the bank; without a command it runs the demonstration. */
@Command(
    name = "bank",
    sortOptions = false,
    description = {
      "Applies payment orders from many threads, each in a transaction of its own, while auditors"
          + " sum all balances.",
      "",
      "Without a command it runs a demonstration on a data set of its own."
    },
    subcommands = {
      ApplyCommand.class,
      BalancesCommand.class,
      CompareCommand.class,
      GenerateCommand.class,
      ReportCommand.class
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = Bank.EXIT_CODES,
    exitCodeList = {
      Bank.EXIT_OK,
      Bank.EXIT_INCONSISTENT,
      Bank.EXIT_USAGE,
      Bank.EXIT_INPUT,
      Bank.EXIT_OUTPUT,
      Bank.EXIT_INTERRUPTED
    })
public final class Bank implements Callable<Integer> {
  static final String EXIT_CODES = "%nExit codes:%n";
  static final String EXIT_OK = "0:All lines were read, and no money is missing.";
  static final String EXIT_INCONSISTENT =
      "1:An audit was inconsistent, or money is missing or too much: a fault of the bank.";
  static final String EXIT_USAGE = "2:The command line is wrong.";
  static final String EXIT_INPUT =
      "3:An input or the store cannot be read, a column is missing, another file is to be finished"
          + " first, or --strict met a malformed line.";
  static final String EXIT_OUTPUT = "4:The output or the store cannot be written.";
  static final String EXIT_INTERRUPTED =
      "130:Interrupted (Ctrl-C): what had been read was applied, no balances were written.";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Prints this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean help;

  @Mixin private final ProgressOption progress = new ProgressOption();

  Bank() {}

  /** Runs a command and ends the virtual machine with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().setOut(standardOutput()).execute(args));
  }

  /** The standard output, through a writer that notices when output could not be written. */
  private static PrintWriter standardOutput() {
    FileOutputStream bytes = new FileOutputStream(FileDescriptor.out);
    Charset charset = System.out.charset();
    return new PrintWriter(new BufferedWriter(new OutputStreamWriter(bytes, charset)), true);
  }

  /** The command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Bank())
        .setExecutionStrategy(Bank::runAndTellAll)
        .setParameterExceptionHandler(new Failures())
        .setExecutionExceptionHandler(new Failures());
  }

  /** Runs the command, which fails if some of its output could not be written. */
  private static int runAndTellAll(ParseResult parsed) {
    int exitCode = new RunLast().execute(parsed);
    CommandLine command = parsed.asCommandLineList().getLast();
    return exitCode == ExitCode.OK && command.getOut().checkError()
        ? Failures.untold(command)
        : exitCode;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new Demonstration(progress.display()).run(spec.commandLine().getOut());
  }
}
