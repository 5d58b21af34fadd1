package io.stratum.protocol.sv2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * A known message: its numbers and how its fields are read and written.
 *
 * @param type the record
 * @param extensionType the extension it belongs to
 * @param messageType its number
 * @param fieldReader reads its fields
 * @param fieldWriter writes its fields
 */
record Sv2Codec<M extends Sv2Message>(Class<M> type, int extensionType, int messageType, FieldReader<M> fieldReader,
		BiConsumer<M, Sv2Writer> fieldWriter) {

	private static final List<Sv2Codec<?>> ALL = List.of(
			core(0x00, CommonMessage.SetupConnection.class, CommonMessage.SetupConnection::decode,
					CommonMessage.SetupConnection::encode),
			core(0x01, CommonMessage.SetupConnectionSuccess.class, CommonMessage.SetupConnectionSuccess::decode,
					CommonMessage.SetupConnectionSuccess::encode),
			core(0x02, CommonMessage.SetupConnectionError.class, CommonMessage.SetupConnectionError::decode,
					CommonMessage.SetupConnectionError::encode),
			core(0x03, CommonMessage.ChannelEndpointChanged.class, CommonMessage.ChannelEndpointChanged::decode,
					CommonMessage.ChannelEndpointChanged::encode),
			core(0x04, CommonMessage.Reconnect.class, CommonMessage.Reconnect::decode, CommonMessage.Reconnect::encode),
			core(0x10, OpenChannelMessage.OpenStandardMiningChannel.class,
					OpenChannelMessage.OpenStandardMiningChannel::decode,
					OpenChannelMessage.OpenStandardMiningChannel::encode),
			core(0x11, OpenChannelMessage.OpenStandardMiningChannelSuccess.class,
					OpenChannelMessage.OpenStandardMiningChannelSuccess::decode,
					OpenChannelMessage.OpenStandardMiningChannelSuccess::encode),
			core(0x12, OpenChannelMessage.OpenMiningChannelError.class,
					OpenChannelMessage.OpenMiningChannelError::decode,
					OpenChannelMessage.OpenMiningChannelError::encode),
			core(0x13, OpenChannelMessage.OpenExtendedMiningChannel.class,
					OpenChannelMessage.OpenExtendedMiningChannel::decode,
					OpenChannelMessage.OpenExtendedMiningChannel::encode),
			core(0x14, OpenChannelMessage.OpenExtendedMiningChannelSuccess.class,
					OpenChannelMessage.OpenExtendedMiningChannelSuccess::decode,
					OpenChannelMessage.OpenExtendedMiningChannelSuccess::encode),
			core(0x15, JobMessage.NewMiningJob.class, JobMessage.NewMiningJob::decode, JobMessage.NewMiningJob::encode),
			core(0x16, ChannelMessage.UpdateChannel.class, ChannelMessage.UpdateChannel::decode,
					ChannelMessage.UpdateChannel::encode),
			core(0x17, ChannelMessage.UpdateChannelError.class, ChannelMessage.UpdateChannelError::decode,
					ChannelMessage.UpdateChannelError::encode),
			core(0x18, ChannelMessage.CloseChannel.class, ChannelMessage.CloseChannel::decode,
					ChannelMessage.CloseChannel::encode),
			core(0x19, ChannelMessage.SetExtranoncePrefix.class, ChannelMessage.SetExtranoncePrefix::decode,
					ChannelMessage.SetExtranoncePrefix::encode),
			core(0x1a, ShareMessage.SubmitSharesStandard.class, ShareMessage.SubmitSharesStandard::decode,
					ShareMessage.SubmitSharesStandard::encode),
			core(0x1b, ShareMessage.SubmitSharesExtended.class, ShareMessage.SubmitSharesExtended::decode,
					ShareMessage.SubmitSharesExtended::encode),
			core(0x1c, ShareMessage.SubmitSharesSuccess.class, ShareMessage.SubmitSharesSuccess::decode,
					ShareMessage.SubmitSharesSuccess::encode),
			core(0x1d, ShareMessage.SubmitSharesError.class, ShareMessage.SubmitSharesError::decode,
					ShareMessage.SubmitSharesError::encode),
			core(0x1f, JobMessage.NewExtendedMiningJob.class, JobMessage.NewExtendedMiningJob::decode,
					JobMessage.NewExtendedMiningJob::encode),
			core(0x20, JobMessage.SetNewPrevHash.class, JobMessage.SetNewPrevHash::decode,
					JobMessage.SetNewPrevHash::encode),
			core(0x21, ChannelMessage.SetTarget.class, ChannelMessage.SetTarget::decode,
					ChannelMessage.SetTarget::encode),
			core(0x22, CustomJobMessage.SetCustomMiningJob.class, CustomJobMessage.SetCustomMiningJob::decode,
					CustomJobMessage.SetCustomMiningJob::encode),
			core(0x23, CustomJobMessage.SetCustomMiningJobSuccess.class,
					CustomJobMessage.SetCustomMiningJobSuccess::decode,
					CustomJobMessage.SetCustomMiningJobSuccess::encode),
			core(0x24, CustomJobMessage.SetCustomMiningJobError.class, CustomJobMessage.SetCustomMiningJobError::decode,
					CustomJobMessage.SetCustomMiningJobError::encode),
			core(0x25, ChannelMessage.SetGroupChannel.class, ChannelMessage.SetGroupChannel::decode,
					ChannelMessage.SetGroupChannel::encode),
			negotiation(0x00, ExtensionMessage.RequestExtensions.class, ExtensionMessage.RequestExtensions::decode,
					ExtensionMessage.RequestExtensions::encode),
			negotiation(0x01, ExtensionMessage.RequestExtensionsSuccess.class,
					ExtensionMessage.RequestExtensionsSuccess::decode,
					ExtensionMessage.RequestExtensionsSuccess::encode),
			negotiation(0x02, ExtensionMessage.RequestExtensionsError.class,
					ExtensionMessage.RequestExtensionsError::decode, ExtensionMessage.RequestExtensionsError::encode));

	private static final Map<Integer, Sv2Codec<?>> BY_NUMBER = new HashMap<>();

	private static final Map<Class<?>, Sv2Codec<?>> BY_TYPE = new HashMap<>();

	static {
		for (Sv2Codec<?> codec : ALL) {
			BY_NUMBER.put(number(codec.extensionType, codec.messageType), codec);
			BY_TYPE.put(codec.type, codec);
		}
	}

	static List<Sv2Codec<?>> all() {
		return ALL;
	}

	static @Nullable Sv2Codec<?> of(FrameHeader header) {
		return BY_NUMBER.get(number(header.extensionType(), header.messageType()));
	}

	@SuppressWarnings("unchecked")
	static <M extends Sv2Message> @Nullable Sv2Codec<M> of(M message) {
		return (Sv2Codec<M>) BY_TYPE.get(message.getClass());
	}

	private static int number(int extensionType, int messageType) {
		return extensionType << 8 | messageType;
	}

	private static <M extends Sv2Message> Sv2Codec<M> core(int messageType, Class<M> type, FieldReader<M> reader,
			BiConsumer<M, Sv2Writer> writer) {
		return new Sv2Codec<>(type, 0, messageType, reader, writer);
	}

	private static <M extends Sv2Message> Sv2Codec<M> negotiation(int messageType, Class<M> type, FieldReader<M> reader,
			BiConsumer<M, Sv2Writer> writer) {
		return new Sv2Codec<>(type, ExtensionMessage.EXTENSION_TYPE, messageType, reader, writer);
	}

	/**
	 * Reads the fields of a message in order.
	 */
	interface FieldReader<M> {

		M read(Sv2Reader reader) throws ProtocolException;

	}

}
