package io.isolde.benchmarks.durable.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store to compare. Immutable. */
public enum Peer {
  /** The {@code file:} store of this project. */
  FILE("**`file:`**"),
  /** LMDB, by lmdbjava. */
  LMDB("LMDB"),
  /** The store under the H2 database. */
  MVSTORE("H2 MVStore"),
  /** RocksDB with pessimistic transactions. */
  ROCKSDB("RocksDB"),
  /** Xodus, the environment layer. */
  XODUS("Xodus"),
  /** SQLite, by JDBC. */
  SQLITE("SQLite");

  private final String text;

  Peer(String text) {
    this.text = text;
  }

  /** Opens the accounts in a directory, which is made if it does not exist. */
  public DurableAccounts open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return switch (this) {
      case FILE -> new StoreAccounts("file:" + directory);
      case LMDB -> new LmdbAccounts(directory);
      case MVSTORE -> new MvStoreAccounts(directory);
      case ROCKSDB -> new RocksDbAccounts(directory);
      case XODUS -> new XodusAccounts(directory);
      case SQLITE -> new SqliteAccounts(directory);
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
