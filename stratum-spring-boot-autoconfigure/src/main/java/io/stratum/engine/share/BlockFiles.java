package io.stratum.engine.share;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.Executor;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.mining.Block;

/**
 * Writes found blocks to a directory, again for some minutes if that fails. Safe for use
 * by several threads; never waits.
 */
final class BlockFiles {

	private static final Logger logger = System.getLogger(BlockFiles.class.getName());

	private static final int MOST_ATTEMPTS = 20;

	private final Path directory;

	private final EngineRuntime runtime;

	private final Executor thread;

	BlockFiles(Path directory, EngineRuntime runtime, Executor thread) {
		this.directory = directory;
		this.runtime = runtime;
		this.thread = thread;
	}

	/**
	 * Writes a block.
	 * @param block the block
	 * @param done run after the first attempt
	 */
	void write(Block block, Runnable done) {
		write(block, 0, done);
	}

	private void write(Block block, int attempt, Runnable done) {
		this.thread.execute(() -> {
			if (!write(block) && attempt < MOST_ATTEMPTS) {
				this.runtime.after(BlockSubmissions.pause(attempt), () -> write(block, attempt + 1, () -> {
				}));
			}
			done.run();
		});
	}

	/**
	 * Writes a block as hexadecimal text, as the {@code submitblock} command of a node
	 * takes it. The file is complete, and on the disk, as soon as it has its name.
	 */
	private boolean write(Block block) {
		String name = block.height() + "-" + block.hash() + ".hex";
		try {
			Files.createDirectories(this.directory);
			Path part = this.directory.resolve(name + ".part");
			Files.writeString(part, HexFormat.of().formatHex(block.bytes()), StandardCharsets.US_ASCII,
					StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE,
					StandardOpenOption.SYNC);
			Files.move(part, this.directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
			return true;
		}
		catch (IOException | RuntimeException ex) {
			logger.log(Level.ERROR, "Block file " + name + " could not be written", ex);
			return false;
		}
	}

}
