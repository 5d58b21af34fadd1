package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.secp256k1.ScriptedRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One handshake and its first frames byte for byte, every intermediate value included.
 */
class HandshakeTranscriptTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final String AUTHORITY_SECRET = "f88f2df12fc5372199e2c0ec3e52d79e31d56ef2ae8ef2cc4292765d9b95521d";

	private static final String AUTHORITY_TEXT = "9cHqcSM8pqANiciJ6TxKvHk1vAAkt5Qpnp97zE4qnHpcZzrSify";

	private static final String INITIATOR_SECRET = "e73f85b5286d105d9d4040e53508a33940133e99a30783dacbc2e2eb572b76c1";

	private static final String ACT_1 = "09e540843e85d964e2611e3e05b20c28613a98cadfc637800fd3da4ad543f6a9"
			+ "714b9a7816ffba6dd65010fa03887b597ae3f957a303e93acf793f26ad688889";

	private static final String RESPONDER_SECRET = "0b8f99ee4d53842da72e4d629eee57fad36f60ee3479c7753c630850bc987362";

	private static final String RESPONDER_KEY = "db93915cbef43c1b0155d3bda1928c2fa17681fed0fe411bd05d574c1a7691d9"
			+ "2bb49ae8bd88c5d90e6624d7e8cf0164472207d3f661bf84d833b804bbdfbeb7";

	private static final String STATIC_SECRET = "6905fa0930813c838dc8f4559fef85fce0883b86f75ea015a405fa38703ca854";

	private static final String STATIC_KEY = "ad2a9859177c04bc2e5c33993771c8a2d07c2a4d79cf444d4a919ef838065dd6"
			+ "fa152a0f8ff9df65a97ca55df65e362f57c2e28188ad37220f7e4ed4b69c2747";

	private static final String ENCRYPTED_STATIC_KEY = "7a74a0d8950d22cdff1c408d4b9ef1052eb7934144ba1fbfad70b8d4ed42e2fb"
			+ "6457635278140871b51a919e2705bb183b13dd1fa351e855b7ba7cf03e41223775de6dd52f0760895d9a8d2bf6231d85";

	private static final String ENCRYPTED_CERTIFICATE = "c0cf2cca2286734e28d08906978be3ce5d39d4febc4fdfe65b0bb968fbad9485"
			+ "d144331d7a5350d388476762d60f08973cb124750847f21f55d289e97a7a138ea7d26f8dedac73448b327c2c107dc424"
			+ "992379f0477db0f5f350";

	private static final String SIGNATURE = "638346dbd1d815f58617ff00c91db70c9d709a82f3b47544505b3792d20a0e9b"
			+ "642941b227d05c330761365587c10123c7342fc50a567ce67deef24ab5716a4d";

	private static final Instant VALID_FROM = Instant.ofEpochSecond(1_700_000_000L);

	private static final Instant NOT_VALID_AFTER = Instant.ofEpochSecond(4_102_444_800L);

	private final ChaChaPoly cipher = new ChaChaPoly();

	private AuthorityKeyPair authority;

	private NoiseIdentity identity;

	@BeforeEach
	void signCertificate() {
		this.authority = AuthorityKeyPair.of(HEX.parseHex(AUTHORITY_SECRET));
		Instant now = VALID_FROM.plus(CertificateAuthority.BACK_DATED);
		ScriptedRandom random = new ScriptedRandom().keyPair(STATIC_SECRET, STATIC_KEY).bytes(new byte[32]);
		this.identity = new CertificateAuthority(this.authority, Duration.between(now, NOT_VALID_AFTER), random,
				InstantSource.fixed(now))
			.identity();
		assertThat(random.isUsedUp()).isTrue();
	}

	@Test
	void keysAreThoseOfTheTranscript() {
		assertThat(this.authority.publicKey()).hasToString(AUTHORITY_TEXT);
		assertThat(this.authority.publicKey().toByteArray())
			.isEqualTo(HEX.parseHex("da95a6b5c87acd841c76db83c4f6ccdb767d881bd529a6f82d74e38666359460"));
		assertThat(hex(keyPair(INITIATOR_SECRET, ACT_1).publicKey()))
			.isEqualTo("bd4e84ffdd65cfb380d6b590ccaf403b50af1f5645cf8203615883946ce5a538");
		assertThat(hex(keyPair(RESPONDER_SECRET, RESPONDER_KEY).publicKey()))
			.isEqualTo("0f79d1e355e00fd9e94756a7123269ddcdc5fac024fa463a29ec95661b4d6f66");
		assertThat(hex(this.identity.staticKey().publicKey()))
			.isEqualTo("09bdc2b40e1070d0fa002f1100de5a0e4fa245d85d0d38b648e47810f297c878");
		assertThat(hex(this.identity.staticKey().encoding())).isEqualTo(STATIC_KEY);
	}

	@Test
	void certificateIsThatOfTheTranscript() {
		assertThat(hex(this.identity.certificate().encode())).isEqualTo("000000f15365005786f4" + SIGNATURE);
		byte[] message = Sha256.hash(HEX.parseHex("000000f15365005786f4"), this.identity.staticKey().publicKey());
		assertThat(hex(message)).isEqualTo("a067f2416ddee16b98872646dc05da316d2b284416c820f9cf01135f9035796e");
		byte[] signature = SchnorrSignature.sign(new BigInteger(AUTHORITY_SECRET, 16), message, new byte[32]);
		assertThat(hex(signature)).isEqualTo(SIGNATURE);
	}

	@Test
	void everyStepOfTheResponderIsThatOfTheTranscript() {
		SymmetricState state = new SymmetricState(this.cipher);
		assertThat(hex(state.chainingKey()))
			.isEqualTo("2eb47881208e9eee1f669f67c66ee70ea9ea88090d503fe830dc4bc83e29bf10");
		assertThat(hex(state.hash())).isEqualTo("922fa32e4f487c0d59caa3bed7899ce3d98db7e13dbd3b7cf2d23dd433dc6104");
		state.mixHash(HEX.parseHex(ACT_1));
		state.mixHash(new byte[0]);
		assertThat(hex(state.hash())).isEqualTo("6f75df7cef59091e76169e3b5023ae7cdd3694a66101f28014d68c8a1ee75836");
		state.mixHash(HEX.parseHex(RESPONDER_KEY));
		assertThat(hex(state.hash())).isEqualTo("138e7585674ad7135b7d59b2be96df9b53be0a971442c66522f53e6241ca4f85");
		byte[] ee = keyPair(RESPONDER_SECRET, RESPONDER_KEY).agree(publicKey(ACT_1), false);
		assertThat(hex(ee)).isEqualTo("0a8ed15233e6ffa6649f6fbb4aa4f706620341e4e2c4c0cd7e9396ac5097a928")
			.isEqualTo(hex(keyPair(INITIATOR_SECRET, ACT_1).agree(publicKey(RESPONDER_KEY), true)));
		state.mixKey(ee);
		assertThat(hex(state.chainingKey()))
			.isEqualTo("b620d91c9b79432a991b2b89720445f8d230b4fb7486681258093bbd423997ee");
		assertThat(hex(state.stepKey())).isEqualTo("f5f7d7731ad57a9b757ccc5ea6bfcd9fc103a9e62b4bb29d534de888240f45ff");
		assertThat(hex(state.encryptAndHash(HEX.parseHex(STATIC_KEY)))).isEqualTo(ENCRYPTED_STATIC_KEY);
		assertThat(hex(state.hash())).isEqualTo("5fe63847541bf644ec0c9463d1537e5c7a1206bb06b1e832b6cd42aad2500b24");
		byte[] es = this.identity.staticKey().agree(publicKey(ACT_1), false);
		assertThat(hex(es)).isEqualTo("5715e572beccf65929743b467840831ddf69b89f4fb83663c1ee82d3c939b827");
		state.mixKey(es);
		assertThat(hex(state.chainingKey()))
			.isEqualTo("49e9310368f5a84f8efbfd11b8eb2583d1e7e65e72d6bd907ba12e1fa9062b3d");
		assertThat(hex(state.stepKey())).isEqualTo("426d4f74f8a3b8b9172450f6caa897ced6e1a3a94f7f56e2f0e77f736f070aa2");
		assertThat(hex(state.encryptAndHash(this.identity.certificate().encode()))).isEqualTo(ENCRYPTED_CERTIFICATE);
		assertThat(hex(state.hash())).isEqualTo("e72840d6204f839c595b71a1c8a72a0094557f3c1b4e0ca114bab29fa4d3ad7e");
		assertThat(hex(Sha256.hkdf(state.chainingKey(), new byte[0])))
			.isEqualTo("0b35554e5f486461a4e7be8c1c751d0bb14865694971208f19eba29b881ac373"
					+ "ebc5b164afdf16994c7324714e1d6a102e63b8f1b9420a22c775ad251e54476c");
	}

	@Test
	void bothRolesSpeakTheTranscript() throws Exception {
		Transports transports = shakeHands();
		ByteBuf setup = Unpooled.wrappedBuffer(
				HEX.parseHex("000000230000000200020004000000093132372e302e302e31ce850676656e646f7202687702667700"));
		assertThat(sendFrame(transports.initiator(), transports.responder(), setup))
			.isEqualTo("1382909edeedfb4675501eb469854207237d6b8cdd816f798383e680332f184cdf21289a515fa4d67af552e9"
					+ "0dc9ed0d73216deb4b0ece908574bec1b7e7bd8ccdd44e14939c7ea8de");
		ByteBuf success = Unpooled.wrappedBuffer(HEX.parseHex("000001060000020000000000"));
		assertThat(sendFrame(transports.responder(), transports.initiator(), success))
			.isEqualTo("4cc91eae2f9d48da2b602fc53a62e506f5210dddc563f62cd1cf44bb0d722e63a4ef24dae404cf7d0604fbc7");
		ByteBuf large = Unpooled.buffer().writeBytes(HEX.parseHex("000074f0ff00"));
		for (int i = 0; i < 65520; i++) {
			large.writeByte(i % 251);
		}
		byte[] sealed = HEX.parseHex(sendFrame(transports.responder(), transports.initiator(), large));
		assertThat(sealed).hasSize(65574).hasSize(NoiseTransport.sealedLength(65520));
		assertThat(hex(MessageDigest.getInstance("SHA-256").digest(sealed)))
			.isEqualTo("a2c6cf40e318b0045a818354cd5274ec4d2796e2f4cdfbc024b73ae55118577c");
	}

	private Transports shakeHands() throws NoiseException {
		ScriptedRandom initiatorRandom = new ScriptedRandom().keyPair(INITIATOR_SECRET, ACT_1);
		NoiseInitiator initiator = new NoiseInitiator(AuthorityPublicKey.parse(AUTHORITY_TEXT), initiatorRandom,
				this.cipher, InstantSource.fixed(VALID_FROM));
		ByteBuf act1 = Unpooled.buffer();
		initiator.start(act1);
		assertThat(ByteBufUtil.hexDump(act1)).isEqualTo(ACT_1);
		ScriptedRandom responderRandom = new ScriptedRandom().keyPair(RESPONDER_SECRET, RESPONDER_KEY);
		ByteBuf act2 = Unpooled.buffer();
		NoiseTransport responder = new NoiseResponder(this.identity, responderRandom, this.cipher).respond(act1, act2);
		assertThat(ByteBufUtil.hexDump(act2)).isEqualTo(RESPONDER_KEY + ENCRYPTED_STATIC_KEY + ENCRYPTED_CERTIFICATE);
		NoiseTransport transport = initiator.finish(act2);
		assertThat(initiator.certificate().notValidAfter()).isEqualTo(NOT_VALID_AFTER);
		return new Transports(transport, responder);
	}

	private static String sendFrame(NoiseTransport from, NoiseTransport to, ByteBuf frame) throws NoiseException {
		ByteBuf sealed = Unpooled.buffer();
		from.seal(frame.duplicate(), sealed);
		String bytes = ByteBufUtil.hexDump(sealed);
		ByteBuf opened = Unpooled.buffer();
		while (to.open(sealed, opened)) {
			assertThat(opened.isReadable()).isTrue();
		}
		assertThat(opened).isEqualTo(frame);
		return bytes;
	}

	private static EllSwiftKeyPair keyPair(String secret, String encoding) {
		return EllSwiftKeyPair.generate(new ScriptedRandom().keyPair(secret, encoding));
	}

	private static EllSwiftPublicKey publicKey(String encoding) {
		return EllSwiftPublicKey.decode(HEX.parseHex(encoding));
	}

	private static String hex(byte[] bytes) {
		return HEX.formatHex(bytes);
	}

	private record Transports(NoiseTransport initiator, NoiseTransport responder) {

	}

}
