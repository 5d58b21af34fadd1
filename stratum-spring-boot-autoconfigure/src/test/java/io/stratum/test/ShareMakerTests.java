package io.stratum.test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

import static org.assertj.core.api.Assertions.assertThat;

class ShareMakerTests {

	// the coinbase of block 0, cut so that 4 + 4 bytes in its scriptSig are extranonces
	private static final String COINBASE_1 = "01000000010000000000000000000000000000000000000000000000000000000000000000"
			+ "ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f";

	private static final String COINBASE_2 = "6e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f7220"
			+ "62616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61de"
			+ "b649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";

	private final JsonMapper mapper = new JsonMapper();

	private JsonNode notify(String previous, List<String> branches) {
		return this.mapper.valueToTree(Map.of("method", "mining.notify", "params",
				List.of("j1", previous, COINBASE_1, COINBASE_2, branches, "00000001", "1d00ffff", "495fab29", true)));
	}

	@Test
	void buildsTheHeaderOfARealBlock() {
		ShareMaker maker = new ShareMaker("32303039", 4);
		byte[] header = maker.header(notify("0".repeat(64), List.of()).path("params"), "20436861");
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, (int) 2083236893L);
		byte[] hash = new byte[Hash256.LENGTH];
		new Sha256d().hash(header, 0, header.length, hash, 0);
		assertThat(Hash256.ofInternal(hash))
			.hasToString("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
	}

	@Test
	void swapsTheBytesInEachWordOfThePreviousBlock() {
		String previous = "3e9b7f0f" + "00".repeat(24) + "0b5887b9";
		byte[] header = new ShareMaker("00000000", 4).header(notify(previous, List.of()).path("params"), "00000000");
		assertThat(BlockHeader.parse(header).previousBlock()).hasToString("0b5887b9" + "00".repeat(24) + "3e9b7f0f");
	}

	@Test
	void foldsTheBranchesIntoTheRoot() {
		byte[] with = new ShareMaker("00000000", 4)
			.header(notify("0".repeat(64), List.of("11".repeat(32))).path("params"), "00000000");
		byte[] without = new ShareMaker("00000000", 4).header(notify("0".repeat(64), List.of()).path("params"),
				"00000000");
		byte[] node = new byte[64];
		BlockHeader.parse(without).merkleRoot().copyTo(node, 0);
		Arrays.fill(node, 32, 64, (byte) 0x11);
		new Sha256d().hash(node, 0, 64, node, 0);
		assertThat(BlockHeader.parse(with).merkleRoot().toInternal()).isEqualTo(Arrays.copyOf(node, 32));
	}

	@Test
	void findsSharesOfADifficulty() {
		JsonNode notify = notify("0".repeat(64), List.of());
		ShareMaker maker = ShareMaker
			.of(this.mapper.readTree("{\"id\":1,\"result\":[[],\"32303039\",8],\"error\":null}"));
		String[] share = maker.share(notify, "alice.rig1", 1e-6);
		assertThat(share).hasSize(5).startsWith("alice.rig1", "j1", "0000000000000000", "495fab29");
		byte[] header = maker.header(notify.path("params"), share[2]);
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, Integer.parseUnsignedInt(share[4], 16));
		byte[] hash = new byte[Hash256.LENGTH];
		new Sha256d().hash(header, 0, header.length, hash, 0);
		assertThat(Target.ofDifficulty(1e-6, Target.DIFFICULTY_ONE).isMetBy(hash)).isTrue();
	}

	@Test
	void neverMakesTheSameShareTwice() {
		ShareMaker maker = new ShareMaker("32303039", 12);
		JsonNode notify = notify("0".repeat(64), List.of());
		assertThat(maker.share(notify, "a", 0)).containsExactly("a", "j1", "0".repeat(24), "495fab29", "00000000");
		assertThat(maker.share(notify, "a", 0)[2]).isEqualTo("0".repeat(23) + "1");
	}

}
