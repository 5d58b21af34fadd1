package io.stratum.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;

import io.stratum.mining.Block;

/**
 * Writes found blocks as hexadecimal text, as the {@code submitblock} command of a node
 * takes them.
 *
 * @param directory where to; created when needed
 */
record BlockFile(Path directory) {

	/**
	 * Writes a block. The file is complete as soon as it has its name.
	 * @param block the block
	 * @return the file, {@code height-hash.hex}
	 * @throws IOException if it cannot be written
	 */
	Path write(Block block) throws IOException {
		Files.createDirectories(this.directory);
		String name = block.height() + "-" + block.hash() + ".hex";
		Path part = this.directory.resolve(name + ".part");
		Files.write(part, HexFormat.of().formatHex(block.bytes()).getBytes(StandardCharsets.US_ASCII));
		return Files.move(part, this.directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
	}

}
