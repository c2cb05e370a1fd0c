namespace Descent.Cuda.Tests.Machine;

/// <summary>The registers of a thread. What was never written has no value, whatever a machine may find there.</summary>
internal sealed class PtxRegisters(int count)
{
    private readonly (ulong Value, bool IsWritten)[] _registers = new (ulong, bool)[count];

    public ulong this[int register]
    {
        get => _registers[register] is (var value, true) ? value : throw new PtxException("a register is read that was never written.");
        set => _registers[register] = (value, true);
    }
}
