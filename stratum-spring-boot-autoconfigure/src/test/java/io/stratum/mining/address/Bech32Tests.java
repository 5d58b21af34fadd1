package io.stratum.mining.address;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Bech32}, with the vectors of BIP173 and BIP350.
 */
class Bech32Tests {

	@ParameterizedTest
	@CsvSource({ "A12UEL5L, a, 0", "a12uel5l, a, 0",
			"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs, an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio, 0",
			"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw, abcdef, 32",
			"11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j, 1, 82",
			"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w, split, 48", "?1ezyfcl, ?, 0" })
	void readsBech32(String text, String prefix, int length) {
		Bech32 decoded = Bech32.decode(text);
		assertThat(decoded.prefix()).isEqualTo(prefix);
		assertThat(decoded.values()).hasSize(length);
		assertThat(decoded.modified()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "A1LQFN3A, a, 0", "a1lqfn3a, a, 0",
			"an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6, an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber1, 0",
			"abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx, abcdef, 32",
			"11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8, 1, 82",
			"split1checkupstagehandshakeupstreamerranterredcaperredlc445v, split, 48", "?1v759aa, ?, 0" })
	void readsBech32m(String text, String prefix, int length) {
		Bech32 decoded = Bech32.decode(text);
		assertThat(decoded.prefix()).isEqualTo(prefix);
		assertThat(decoded.values()).hasSize(length);
		assertThat(decoded.modified()).isTrue();
	}

	@Test
	void readsTheValuesOfAllCharacters() {
		byte[] values = Bech32.decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").values();
		for (int i = 0; i < 32; i++) {
			assertThat(values[i]).isEqualTo((byte) i);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00201nwldj5", "\u007f1axkwrx", "\u00801eym55h",
			"an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
			"pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "de1lg7wt\u00ff", "A1G7SGD8", "10a06t8",
			"1qzzfhee", "\u00201xj0phk", "\u007f1g6xzxy", "\u00801vctc34",
			"an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4",
			"qyrz8wqd2c9m", "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0", "in1muywd", "mm1crxm3i", "au1s5cgom",
			"M1VUXWEZ", "16plkw9", "1p2gdwpf", "", "1", "a1", "A12uEL5L",
			// the sign for Kelvin becomes a k in lower case
			"split1chec\u212aupstagehandshakeupstreamerranterredcaperred2y9e3w" })
	void refusesWhatIsNeither(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Bech32.decode(text));
	}

	@Test
	void findsEveryMistypedCharacter() {
		String text = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w";
		for (int i = 0; i < text.length(); i++) {
			for (char typed : "qpzry9x8".toCharArray()) {
				String wrong = text.substring(0, i) + typed + text.substring(i + 1);
				if (!wrong.equals(text)) {
					assertThatIllegalArgumentException().as(wrong)
						.isThrownBy(() -> Bech32.decode(wrong.toUpperCase(Locale.ROOT)));
				}
			}
		}
	}

}
