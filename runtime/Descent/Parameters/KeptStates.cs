using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// The states with one value for a tensor, or for an optimizer, that a device computes and keeps. They come here when they are asked for, and go there before a step in which the device goes on with them, if they
/// are others than it has.
/// </summary>
/// <param name="numbers">Their numbers in the schema.</param>
/// <param name="get">Reads one here.</param>
/// <param name="set">Writes one here.</param>
internal sealed class KeptStates(int[] numbers, Func<int, double> get, Action<int, double> set)
{
    private readonly double[] _there = new double[numbers.Length];
    private readonly double[] _here = new double[numbers.Length];
    private DeviceAllocation? _memory;
    private IDevice? _device;
    private bool _isAhead;
    private bool _wasAhead;
    private bool _isHeld;

    /// <summary>Where they begin on the device; 0 if there are none.</summary>
    public ulong Address => _memory?.Address ?? 0;

    /// <summary>Those of a rule among some of its states, of the optimizer or of a tensor.</summary>
    public static KeptStates Of(RuleSchema schema, IEnumerable<int> numbers, bool areOfOptimizer, Func<int, double> get, Action<int, double> set)
        => new([.. numbers.Where(number => (schema.States[number].Per == Per.Optimizer) == areOfOptimizer)], get, set);

    /// <summary>Begins a step: those that are here are given until it ends, or is known to go on with them here.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Ends the step, or has it go on with them here.</summary>
    public void Release() => _isHeld = false;

    /// <summary>Has a device have them, which goes on with them.</summary>
    public void Bring(IDevice next)
    {
        if (numbers.Length == 0)
        {
            return;
        }

        if (!ReferenceEquals(next, _device))
        {
            FetchAhead();
            _memory?.Dispose();
            (_memory, _device) = (null, next);
        }

        if (!_isAhead)
        {
            Write(next);
        }
    }

    /// <summary>Notes that the device was told to compute their next values.</summary>
    public void Advance() => (_wasAhead, _isAhead) = (_isAhead, numbers.Length > 0);

    /// <summary>Notes that the device left the step out.</summary>
    public void LeaveOut() => _isAhead = _wasAhead;

    /// <summary>Has them come here, if the device has others and no step goes on with them there: waits for it. Gives whether they came.</summary>
    public bool Fetch() => !_isHeld && FetchAhead();

    private bool FetchAhead()
    {
        if (!_isAhead)
        {
            return false;
        }

        _device!.Read(Address, MemoryMarshal.AsBytes(_there.AsSpan()));
        _isAhead = false;
        for (var index = 0; index < numbers.Length; index++)
        {
            set(numbers[index], _there[index]);
        }

        return true;
    }

    /// <summary>Writes those to the device that are here, unless it has the same bits.</summary>
    private void Write(IDevice device)
    {
        for (var index = 0; index < numbers.Length; index++)
        {
            _here[index] = get(numbers[index]);
        }

        var bytes = MemoryMarshal.AsBytes(_here.AsSpan());
        if (_memory is not null && bytes.SequenceEqual(MemoryMarshal.AsBytes(_there.AsSpan())))
        {
            return;
        }

        // What is there is not known if the copy fails.
        var memory = _memory ?? new DeviceAllocation(device, bytes.Length);
        _memory = null;
        device.Write(memory.Address, bytes);
        _here.CopyTo(_there, 0);
        _memory = memory;
    }
}
