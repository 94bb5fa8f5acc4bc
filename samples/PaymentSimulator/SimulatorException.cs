namespace Yilai.PaymentSimulator;

/// <summary>Something the person who started the simulator has to mend; the message is the one line that says what.</summary>
internal sealed class SimulatorException(string message, Exception? inner = null) : Exception(message, inner);
