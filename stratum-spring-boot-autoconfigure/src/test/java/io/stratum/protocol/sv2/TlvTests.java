package io.stratum.protocol.sv2;

import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.Test;

import io.stratum.protocol.ProtocolException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TlvTests {

	private static final String WORKER = "576f726b65725f303031";

	private static final IntPredicate WORKERS = (extension) -> extension == Tlv.WORKER_EXTENSION;

	private static final IntPredicate NONE = (extension) -> false;

	@Test
	void littleEndianFieldsAreReadAndWritten() throws Exception {
		Octets bytes = octets("0200010a00" + WORKER);
		Tlv tlv = Tlv.userIdentity(Octets.of("Worker_001"));
		assertThat(Tlv.parse(bytes, WORKERS)).containsExactly(tlv);
		assertThat(tlv.encode()).isEqualTo(bytes);
	}

	@Test
	void bigEndianFieldsAreReadWhenOnlyTheirNumberIsNegotiated() throws Exception {
		Octets bytes = octets("000201000a" + WORKER);
		assertThat(Tlv.parse(bytes, WORKERS)).containsExactly(Tlv.userIdentity(Octets.of("Worker_001")));
		assertThat(Tlv.parse(octets("000201ffff" + WORKER), WORKERS)).isEmpty();
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Tlv.parse(bytes, (extension) -> extension == 0x0200))
			.withMessage("TLV length: 2560 (expected: <= 10)");
	}

	@Test
	void whatWasNotNegotiatedIsIgnored() throws Exception {
		assertThat(Tlv.parse(octets("0200010a00" + WORKER), NONE)).isEmpty();
		assertThat(Tlv.parse(octets("0300070200aabb" + "0200010a00" + WORKER + "05000000"), WORKERS))
			.containsExactly(Tlv.userIdentity(Octets.of("Worker_001")));
		assertThat(Tlv.parse(octets("030007ffffaabb"), WORKERS)).isEmpty();
		assertThat(Tlv.parse(octets("02000100"), WORKERS)).isEmpty();
	}

	@Test
	void fieldsComeInAnyOrder() throws Exception {
		List<Tlv> tlvs = Tlv.parse(octets("0400010100aa" + "02000100" + "00" + "0200020100bb"), (extension) -> true);
		assertThat(tlvs).containsExactly(new Tlv(4, 1, octets("aa")), Tlv.userIdentity(Octets.EMPTY),
				new Tlv(2, 2, octets("bb")));
	}

	@Test
	void overlongFieldsAreRefused() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Tlv.parse(octets("0200010b00" + WORKER), WORKERS))
			.withMessage("TLV length: 11 (expected: <= 10)");
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> Tlv.parse(octets("0200012100" + "61".repeat(33)), WORKERS))
			.withMessage("TLV length: 33 (expected: <= 32)");
		assertThatIllegalArgumentException().isThrownBy(() -> Tlv.userIdentity(Octets.of("x".repeat(33))));
	}

	@Test
	void sharesNameTheirWorker() throws Exception {
		ShareMessage.SubmitSharesExtended share = new ShareMessage.SubmitSharesExtended(1, 2, 3, 4, 5, 6,
				octets("01020304"), Tlv.userIdentity(Octets.of("Worker_001")).encode());
		assertThat(share.userIdentity(WORKERS)).isEqualTo(Octets.of("Worker_001"));
		assertThat(share.userIdentity(NONE)).isNull();
	}

	@Test
	void anyBytesAreFieldsOrAnError() {
		RandomMessages random = new RandomMessages(9);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = random.bytes(random.number(30));
			if (bytes.length > 5) {
				bytes[random.number(2)] = 0;
				bytes[random.number(2)] = 2;
				bytes[3] = (byte) random.number(20);
				bytes[4] = (byte) random.number(3);
			}
			try {
				assertThat(Tlv.parse(Octets.of(bytes), WORKERS)).hasSizeLessThan(7);
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageStartingWith("TLV length: ");
			}
		}
	}

	private static Octets octets(String hex) {
		return Octets.of(HexFormat.of().parseHex(hex));
	}

}
