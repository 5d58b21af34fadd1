package io.stratum.bitcoin;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BlockHeaderTests {

	@Test
	void hashesTheGenesisBlock() {
		Hash256 root = Hash256.fromDisplay("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b");
		BlockHeader header = new BlockHeader(1, Hash256.ZERO, root, 1231006505, 0x1d00ffff, 2083236893);
		verify(header, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
		assertThat(HexFormat.of().formatHex(header.toBytes())).startsWith("01000000" + "00".repeat(32) + "3ba3edfd")
			.endsWith("29ab5f49ffff001d1dac2b7c");
	}

	@Test
	void hashesBlock125552() {
		byte[] bytes = HexFormat.of()
			.parseHex("0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000"
					+ "e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122b" + "c7f5d74df2b9441a42a14695");
		BlockHeader header = BlockHeader.parse(bytes);
		assertThat(header.version()).isOne();
		assertThat(header.time()).isEqualTo(1305998791);
		assertThat(header.nBits()).isEqualTo(0x1a44b9f2);
		assertThat(header.nonce()).isEqualTo((int) 2504433986L);
		assertThat(header.previousBlock())
			.hasToString("00000000000008a3a41b85b8b29ad444def299fee21793cd8b9e567eab02cd81");
		assertThat(header.merkleRoot()).hasToString("2b12fcf1b09288fcaff797d71e950e71ae42b91e8bdb2304758dfcffc2b620e3");
		assertThat(header.toBytes()).isEqualTo(bytes);
		verify(header, "00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d");
	}

	@Test
	void hashesBlock170WithItsMerkleRoot() {
		Hash256 coinbase = Hash256.fromDisplay("b1fea52486ce0c62bb442b530a3f0132b826c74e473d1f2c220bfa78111c5082");
		Hash256 payment = Hash256.fromDisplay("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16");
		byte[] node = new byte[64];
		coinbase.copyTo(node, 0);
		MerklePath.fold(node, MerklePath.branches(List.of(payment)), new Sha256d());
		Hash256 root = Hash256.ofInternal(Arrays.copyOf(node, 32));
		assertThat(root).hasToString("7dac2c5666815c17a3b36427de37bb9d2e2c5ccec3f8633eb91a4205cb4c10ff");
		Hash256 previous = Hash256.fromDisplay("000000002a22cfee1f2c846adbd12b3e183d4f97683f85dad08a79780a84bd55");
		verify(new BlockHeader(1, previous, root, 1231731025, 0x1d00ffff, 1889418792),
				"00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee");
	}

	@Test
	void refusesOtherLengths() {
		assertThatIllegalArgumentException().isThrownBy(() -> BlockHeader.parse(new byte[79]))
			.withMessage("length: 79 (expected: 80)");
		assertThatIllegalArgumentException().isThrownBy(() -> BlockHeader.parse(new byte[81]));
	}

	private static void verify(BlockHeader header, String hash) {
		assertThat(header.hash()).hasToString(hash);
		assertThat(Target.ofCompact(header.nBits()).isMetBy(header.hash().toInternal())).isTrue();
		assertThat(BlockHeader.parse(header.toBytes())).isEqualTo(header);
	}

}
