package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports to the user what went wrong, and chooses the exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(firstLine(command, failure.getMessage()));
    UnmatchedArgumentException.printSuggestions(failure, err);
    printHelpHint(command);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    if (!(failure instanceof BankException explained)) {
      failure.printStackTrace(command.getErr());
      return ExitCode.INCONSISTENT;
    }
    command.getErr().println(firstLine(command, explained.getMessage()));
    if (explained.exitCode() == ExitCode.USAGE) {
      printHelpHint(command);
    }
    return explained.exitCode();
  }

  /** Reports that the command has done its work, but its output could not be written. */
  static int untold(CommandLine command) {
    command
        .getErr()
        .println(
            firstLine(
                command,
                "the output cannot be written, so what it says is incomplete; all else is done"));
    return ExitCode.OUTPUT;
  }

  private static String firstLine(CommandLine command, @Nullable String what) {
    return command.getCommandSpec().qualifiedName() + ": " + what;
  }

  private static void printHelpHint(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("'" + name + " --help' lists all options.");
  }
}
