package io.stratum.protocol.sv2;

import java.util.List;

import io.stratum.protocol.ProtocolException;

/**
 * A message of extension 0x0001, by which extensions are negotiated right after the
 * set-up of a connection.
 */
public sealed interface ExtensionMessage extends Sv2Message {

	/** The extension these messages belong to. */
	int EXTENSION_TYPE = 0x0001;

	/**
	 * The client wants extensions.
	 *
	 * @param requestId the client's number for the request, U16
	 * @param requestedExtensions which ones, U16 each
	 */
	record RequestExtensions(int requestId, List<Integer> requestedExtensions) implements ExtensionMessage, Sv2Request {

		/**
		 * Copies the list.
		 */
		public RequestExtensions {
			requestedExtensions = List.copyOf(requestedExtensions);
		}

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new RequestExtensionsError(this.requestId, this.requestedExtensions, List.of());
		}

		static RequestExtensions decode(Sv2Reader in) throws ProtocolException {
			return new RequestExtensions(in.u16(), in.u16s64k());
		}

		void encode(Sv2Writer out) {
			out.u16(this.requestId).u16s64k(this.requestedExtensions);
		}

	}

	/**
	 * Extensions are in use from now on.
	 *
	 * @param requestId the client's number for the request, U16
	 * @param supportedExtensions those of the requested ones that the server supports
	 */
	record RequestExtensionsSuccess(int requestId, List<Integer> supportedExtensions) implements ExtensionMessage {

		/**
		 * Copies the list.
		 */
		public RequestExtensionsSuccess {
			supportedExtensions = List.copyOf(supportedExtensions);
		}

		static RequestExtensionsSuccess decode(Sv2Reader in) throws ProtocolException {
			return new RequestExtensionsSuccess(in.u16(), in.u16s64k());
		}

		void encode(Sv2Writer out) {
			out.u16(this.requestId).u16s64k(this.supportedExtensions);
		}

	}

	/**
	 * None is supported, or one that the server requires was not requested.
	 *
	 * @param requestId the client's number for the request, U16
	 * @param unsupportedExtensions those of the requested ones that the server does not
	 * support
	 * @param requiredExtensions those the client has to come back with
	 */
	record RequestExtensionsError(int requestId, List<Integer> unsupportedExtensions,
			List<Integer> requiredExtensions) implements ExtensionMessage, Sv2Refusal {

		/**
		 * Copies the lists.
		 */
		public RequestExtensionsError {
			unsupportedExtensions = List.copyOf(unsupportedExtensions);
			requiredExtensions = List.copyOf(requiredExtensions);
		}

		static RequestExtensionsError decode(Sv2Reader in) throws ProtocolException {
			return new RequestExtensionsError(in.u16(), in.u16s64k(), in.u16s64k());
		}

		void encode(Sv2Writer out) {
			out.u16(this.requestId).u16s64k(this.unsupportedExtensions).u16s64k(this.requiredExtensions);
		}

	}

}
