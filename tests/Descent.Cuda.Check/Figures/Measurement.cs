using System.Diagnostics;
using System.Globalization;

namespace Descent.Cuda.Check.Figures;

/// <summary>What a step took.</summary>
/// <param name="First">The first step: what the driver compiles, and the step.</param>
/// <param name="Step">A step, from the end of one to that of the next: the median of rounds.</param>
/// <param name="Host">How long this processor took to queue it.</param>
/// <param name="Allocated">How many bytes it allocated here.</param>
/// <param name="Share">How fast it was, of the speed of a copy of as many bytes in the same round: the median.</param>
internal readonly record struct Measurement(TimeSpan First, TimeSpan Step, TimeSpan Host, double Allocated, double Share)
{
    /// <summary>Times the steps of a case, and beside each round of them copies of as many bytes.</summary>
    /// <param name="timed">The case.</param>
    /// <param name="device">The device.</param>
    /// <param name="rounds">How many rounds of steps.</param>
    /// <param name="stepsOfRound">How many steps each has.</param>
    public static Measurement Of(Case timed, CudaDevice device, int rounds = 9, int stepsOfRound = 20)
    {
        using var optimizer = timed.Create();
        List<IDisposable> buffers = [];
        var random = new Random(1);
        foreach (var (index, shape) in timed.Shapes.Index())
        {
            var length = (int)Networks.Count(shape);
            var (weights, gradients) = (device.Allocate<float>(Numbers(length)), device.Allocate<float>(Numbers(length)));
            buffers.AddRange([weights, gradients]);
            var parameter = optimizer.Add(string.Create(CultureInfo.InvariantCulture, $"tensor{index}"), weights.Memory, gradients.Memory, shape);
            foreach (var input in parameter.Inputs)
            {
                var values = device.Allocate<float>(Numbers(length));
                buffers.Add(values);
                parameter.BindInput<float>(input.Name, values.Memory);
            }
        }

        var bytes = timed.BytesOfWeight * timed.Shapes.Sum(Networks.Count);
        var copied = Math.Max(1, (int)(bytes / (2 * sizeof(float))));
        using var from = device.Allocate<float>(copied);
        using var to = device.Allocate<float>(copied);
        from.Clear();
        var stream = device.WrapStream(0);
        Action step = Step, copy = () => from.CopyTo(to);
        var first = Time(device, 1, step);
        _ = Time(device, stepsOfRound, step);
        _ = Time(device, stepsOfRound, copy);

        var (steps, queued, shares, allocated) = (new TimeSpan[rounds], new TimeSpan[rounds], new double[rounds], 0L);
        for (var round = 0; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            (steps[round], queued[round]) = TimeBoth(device, stepsOfRound, step);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            shares[round] = Time(device, stepsOfRound, copy) / steps[round];
        }

        buffers.ForEach(buffer => buffer.Dispose());
        return new(first, Median(steps), Median(queued), (double)allocated / (rounds * stepsOfRound), Median(shares));

        void Step()
        {
            if (optimizer.EvaluatesTwice)
            {
                optimizer.BeforeGradient();
            }

            _ = optimizer.Step(stream);
        }

        float[] Numbers(int length)
        {
            var numbers = new float[length];
            foreach (ref var number in numbers.AsSpan())
            {
                number = random.NextSingle() - 0.5f;
            }

            return numbers;
        }
    }

    /// <summary>A line of the page.</summary>
    public string Describe(Case timed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{timed.Name,-32} {Step.TotalMilliseconds,8:F4} ms  {Share,5:F2} of a copy's speed (meant {timed.Target:F2})  queued in {Host.TotalMicroseconds,6:F1} µs, {Allocated:F0} bytes  first step {First.TotalMilliseconds:F1} ms");

    private static TimeSpan Time(CudaDevice device, int times, Action queue) => TimeBoth(device, times, queue).Done;

    private static (TimeSpan Done, TimeSpan Queued) TimeBoth(CudaDevice device, int times, Action queue)
    {
        device.Synchronize();
        var start = Stopwatch.GetTimestamp();
        for (var time = 0; time < times; time++)
        {
            queue();
        }

        var queued = Stopwatch.GetElapsedTime(start) / times;
        device.Synchronize();
        return (Stopwatch.GetElapsedTime(start) / times, queued);
    }

    private static T Median<T>(T[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
