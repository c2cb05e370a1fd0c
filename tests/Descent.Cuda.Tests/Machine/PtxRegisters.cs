namespace Descent.Cuda.Tests.Machine;

/// <summary>The registers of a thread. What was never written has no value, whatever a machine may find there.</summary>
internal sealed class PtxRegisters(int count)
{
    private readonly ulong[] _values = new ulong[count];
    private readonly bool[] _written = new bool[count];

    public ulong this[int register]
    {
        get => _written[register] ? _values[register] : throw new PtxException("a register is read that was never written.");
        set => (_values[register], _written[register]) = (value, true);
    }
}
