package io.stratum.autoconfigure.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.autoconfigure.Sv2Properties;
import io.stratum.protocol.noise.AuthorityKeyPair;

/**
 * Where the key comes from that certifies this server.
 */
final class AuthorityKeys {

	private static final Log logger = LogFactory.getLog(AuthorityKeys.class);

	private static final String SECRET = "stratum.sv2.authority-secret-key";

	private static final String FILE = "stratum.sv2.authority-key-file";

	private static final String EXPECTED = "the 32 bytes of a secret in base 58 with a checksum";

	/** Far more than a key has. */
	private static final long MAX_FILE_SIZE = 1024;

	private AuthorityKeys() {
	}

	static AuthorityKeyPair of(Sv2Properties properties) {
		String secret = properties.getAuthoritySecretKey();
		if (secret != null) {
			return parse(SECRET, secret, "Correct it, or remove the property: without it a new one is made.");
		}
		Path file = properties.getAuthorityKeyFile();
		if (file == null) {
			logger.warn("The authority key of Stratum V2 changes with each start, and miners that know it are lost: "
					+ "neither '" + SECRET + "' nor '" + FILE + "' is set");
			return generate();
		}
		try {
			return Files.exists(file) ? read(file) : create(file);
		}
		catch (IOException ex) {
			throw new InvalidPropertyException(FILE, file + " (" + ex.getClass().getSimpleName() + ")",
					"a file that can be read or made",
					"Set '" + FILE + "' to a file in a directory that exists and that this process may write to.");
		}
	}

	private static AuthorityKeyPair generate() {
		return AuthorityKeyPair.generate(new SecureRandom());
	}

	private static AuthorityKeyPair read(Path file) throws IOException {
		if (Files.size(file) > MAX_FILE_SIZE) {
			throw new InvalidPropertyException(FILE, file + " of " + Files.size(file) + " bytes", EXPECTED);
		}
		return parse(FILE, Files.readString(file).strip(),
				"Restore the file " + file + ", or delete it: a new key is made then, which miners have to be told.");
	}

	/** Others never see a part of the file, nor its content. */
	private static AuthorityKeyPair create(Path file) throws IOException {
		AuthorityKeyPair key = generate();
		Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "authority", null);
		try {
			Files.writeString(temporary, key.toSecretText() + System.lineSeparator());
			Files.move(temporary, file);
			logger.info("Made a new authority key of Stratum V2 in " + file);
			return key;
		}
		catch (FileAlreadyExistsException ex) {
			return read(file);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static AuthorityKeyPair parse(String property, String text, String cure) {
		try {
			return AuthorityKeyPair.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(property, Objects.requireNonNullElse(ex.getMessage(), "unreadable"),
					EXPECTED, cure);
		}
	}

}
