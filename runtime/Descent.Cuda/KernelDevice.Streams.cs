using Descent.Cuda.Driver;

namespace Descent.Cuda;

/// <content>
/// The streams on which work is queued: a step may have another than all else. Whatever is queued here runs in the order in which it was queued, on whichever streams; a stream waits for a
/// mark in the one before it.
/// </content>
internal sealed partial class KernelDevice
{
    /// <summary>How many steps may be under way on streams of their own; before the next, this processor waits for the first of them.</summary>
    public const int StepsUnderWay = 64;

    private readonly nint[] _marks = new nint[StepsUnderWay];

    /// <summary>Marks inside of steps, behind which something is read that does not wait for the whole step; and the stream that reads.</summary>
    private readonly nint[] _marksInside = new nint[StepsUnderWay];
    private nint _reading;
    private long _inside;
    private long? _behindGraph;

    private readonly nint _home;
    private nint _stream;
    private nint _last;
    private nint _order;
    private long _steps;

    /// <summary>Has what comes be queued on a stream, after all that was queued before.</summary>
    public StepUnderWay Begin(nint stream)
    {
        var driver = Driver();

        // The mark of a step that is long gone is that of this one.
        ref var mark = ref _marks[_steps % StepsUnderWay];
        if (mark == 0)
        {
            mark = driver.CreateMark();
        }
        else
        {
            driver.Await(mark);
        }

        // A stream that is none is refused here, before anything is queued.
        driver.SetMark(mark, stream);
        if (_stream != _home && _last == _stream)
        {
            driver.SetMark(_order, _stream);
        }

        var before = _stream;
        _stream = stream;
        return new(_steps++, before);
    }

    /// <summary>Marks the end of a step, though it was cut short, and has what comes be queued where it was before.</summary>
    public void End(StepUnderWay step)
    {
        var (driver, stream) = (Driver(), _stream);
        _stream = step.StreamBefore;
        driver.SetMark(_marks[step.Number % StepsUnderWay], stream);
        if (stream != _home && _last == stream)
        {
            // What the host program queues there next is not waited for. Where nothing was queued, the mark stays behind what was before.
            driver.SetMark(_order, stream);
        }
    }

    /// <summary>Whether a step is done.</summary>
    public bool IsDone(long step)
    {
        var driver = Driver();
        return step < _steps - StepsUnderWay || driver.IsReached(_marks[step % StepsUnderWay]);
    }

    /// <summary>Waits for a step.</summary>
    public void Await(long step)
    {
        var driver = Driver();
        if (step >= _steps - StepsUnderWay)
        {
            driver.Await(_marks[step % StepsUnderWay]);
        }
    }

    public long SetMark()
    {
        var (driver, mark) = (InOrder(), _inside++);
        if (_recorder is null)
        {
            SetInside(driver, mark);
        }
        else
        {
            _behindGraph = mark;
        }

        return mark;
    }

    public void ReadAfter(long mark, ulong address, Span<byte> destination)
    {
        var driver = Driver();
        if (_reading == 0)
        {
            _reading = driver.CreateStream();
        }

        // A mark that is long gone stands further behind: then more is waited for.
        driver.QueueWait(_marksInside[mark % StepsUnderWay], _reading);
        driver.Read(address, destination, _reading);
    }

    private void SetInside(ICudaDriver driver, long number)
    {
        ref var mark = ref _marksInside[number % StepsUnderWay];
        if (mark == 0)
        {
            mark = driver.CreateMark();
        }

        driver.SetMark(mark, _stream);
    }

    /// <summary>The driver, to whose stream what was queued last on another has come.</summary>
    private ICudaDriver InOrder()
    {
        var driver = Driver();
        if (_last == _stream)
        {
            return driver;
        }

        if (_order == 0)
        {
            _order = driver.CreateMark();
        }

        if (_last == _home)
        {
            driver.SetMark(_order, _home);
        }

        driver.QueueWait(_order, _stream);
        _last = _stream;
        return driver;
    }

    private void FreeMarks()
    {
        foreach (var mark in _marks.Concat(_marksInside).Append(_order).Where(mark => mark != 0))
        {
            _driver.FreeMark(mark);
        }

        if (_reading != 0)
        {
            _driver.FreeStream(_reading);
        }
    }
}

/// <summary>A step that is being queued.</summary>
/// <param name="Number">Its number.</param>
/// <param name="StreamBefore">The stream on which work was queued before.</param>
internal readonly record struct StepUnderWay(long Number, nint StreamBefore);
