package io.stratum.mining.address;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PayoutAddressTests {

	@ParameterizedTest
	@CsvSource({
			// genesis and BIP16 style addresses
			"MAINNET, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
			"MAINNET, 3P14159f73E4gFr7JterCCQh9QjiTjiZrG, a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87",
			"TESTNET, mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn, 76a914243f1394f44554f4ce3fd68649c19adc483ce92488ac",
			"REGTEST, 2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc, a9144e9f39ca4688ff102128ea4ccda34105324305b087",
			// BIP173
			"MAINNET, BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4, 0014751e76e8199196d454941c45d1b3a323f1433bd6",
			"TESTNET, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7, 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
			"SIGNET, tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy, 0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
			// BIP350
			"MAINNET, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0, 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
			"TESTNET, tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c, 5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
			"MAINNET, BC1SW50QGDZ25J, 6002751e",
			"MAINNET, bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs, 5210751e76e8199196d454941c45d1b3a323" })
	void readsAddresses(BitcoinNetwork network, String text, String script) throws InvalidAddressException {
		PayoutAddress address = PayoutAddress.parse(text, network.format());
		assertThat(HexFormat.of().formatHex(address.script())).isEqualTo(script);
		assertThat(address.text()).isEqualToIgnoringCase(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN",
			"mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc",
			// BIP173 and BIP350: network, checksum kind, characters, lengths, padding,
			// case
			"tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
			"BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2", "bc1rw5uspcuh", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
			"bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", "bc1gmk9yu",
			"bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90",
			"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
			"tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf",
			"BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
			"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
			"tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47",
			"bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
			"BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", "bc1pw5dgrnzv",
			"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
			"BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq",
			"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
			"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "bc1", "1", "1111111111111111111114oLvT2\u00e9", "l0OI" })
	void refusesWhatIsNoAddressOfTheMainNetwork(String text) {
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> PayoutAddress.parse(text, BitcoinNetwork.MAINNET.format()));
	}

	@Test
	void tellsTheNetworksApart() {
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> PayoutAddress.parse("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
					BitcoinNetwork.REGTEST.format()))
			.withMessage("address of another network (expected: REGTEST)");
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(
					() -> PayoutAddress.parse("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", BitcoinNetwork.TESTNET.format()))
			.withMessage("address of another network (expected: TESTNET)");
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> PayoutAddress.parse("x".repeat(91), BitcoinNetwork.TESTNET.format()))
			.withMessage("address length: 91 (expected: 1 to 90)");
	}

	@Test
	void writesEqualAddressesAlike() throws InvalidAddressException {
		PayoutAddress lower = PayoutAddress.parse("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
				BitcoinNetwork.MAINNET.format());
		PayoutAddress upper = PayoutAddress.parse("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
				BitcoinNetwork.MAINNET.format());
		assertThat(upper).isEqualTo(lower).hasSameHashCodeAs(lower).hasToString(lower.text());
	}

	@Test
	void readsRegtestAddresses() throws InvalidAddressException {
		assertThat(PayoutAddress.parse("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", BitcoinNetwork.REGTEST.format())
			.script()).hasSize(22);
	}

	@ParameterizedTest
	@CsvSource({ "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, MAINNET", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG, MAINNET",
			"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, MAINNET",
			"mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn, TESTNET SIGNET REGTEST",
			"2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc, TESTNET SIGNET REGTEST",
			"TB1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KXPJZSX, TESTNET SIGNET",
			"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080, REGTEST" })
	void saysWhichNetworksAnAddressCanBeOf(String text, String networks) throws InvalidAddressException {
		Set<BitcoinNetwork> expected = Arrays.stream(networks.split(" "))
			.map(BitcoinNetwork::valueOf)
			.collect(Collectors.toSet());
		assertThat(PayoutAddress.parse(text, BitcoinNetwork.anyFormat()).networks()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({
			// Litecoin, by the prefixes of its chain parameters
			"48, 50 5, ltc, ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9, 0014751e76e8199196d454941c45d1b3a323f1433bd6",
			"48, 50 5, ltc, LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ, 76a914751e76e8199196d454941c45d1b3a323f1433bd688ac",
			"48, 50 5, ltc, 3P14159f73E4gFr7JterCCQh9QjiTjiZrG, a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87",
			// Dogecoin, and eCash by legacy addresses
			"30, 22, , DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L, 76a914830a7420e63d76244ff7cbd1c248e94c1446325988ac",
			"0, 5, , 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac" })
	void readsAddressesOfOtherChains(int publicKeyHash, String scriptHash, @Nullable String segwit, String text,
			String script) throws InvalidAddressException {
		PayoutAddress address = PayoutAddress.parse(text, format(publicKeyHash, scriptHash, segwit));
		assertThat(HexFormat.of().formatHex(address.script())).isEqualTo(script);
	}

	@Test
	void refusesSegwitAddressesOnAChainWithoutSegwit() {
		AddressFormat eCash = format(0, "5", null);
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> PayoutAddress.parse("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", eCash))
			.withMessage("address of another network (expected: a chain)");
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> PayoutAddress.parse("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", eCash));
	}

	private static AddressFormat format(int publicKeyHash, String scriptHash, @Nullable String segwit) {
		Set<Integer> scriptHashes = Arrays.stream(scriptHash.split(" "))
			.map(Integer::valueOf)
			.collect(Collectors.toSet());
		return new AddressFormat("a chain", Set.of(publicKeyHash), scriptHashes,
				(segwit != null) ? Set.of(segwit) : Set.of());
	}

}
