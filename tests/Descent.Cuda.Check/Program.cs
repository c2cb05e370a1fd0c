using System.Diagnostics;
using System.Globalization;
using Descent;
using Descent.Cuda;
using Descent.Cuda.Check;

// Compares the steps of every rule that opted in on the first GPU with those on the processor, to the bit, and times AdamW there. Ends with 0 if nothing differs.
if (!CudaDevice.IsAvailable)
{
    Console.WriteLine(CudaDevice.WhyUnavailable);
    return 2;
}

using var device = new CudaDevice();
Console.WriteLine($"{device.Name}");
var differences = 0;
foreach (var rule in Comparison.Rules)
{
    var ofFloat = Comparison.Run<float>(device, rule);
    var ofDouble = Comparison.TakesDoubles(rule) ? Comparison.Run<double>(device, rule) ?? "same" : null;
    Console.WriteLine($"{rule.Name}: {ofFloat ?? "same"} in float, {ofDouble ?? "refused"} in double");
    differences += (ofFloat is null ? 0 : 1) + (ofDouble is null or "same" ? 0 : 1);
}

foreach (var length in (int[])[1 << 20, 1 << 25, 124_439_808])
{
    Console.WriteLine(Time(length));
}

Console.WriteLine(differences == 0 ? "0 differ" : $"{differences} differ");
return differences == 0 ? 0 : 1;

string Time(int length)
{
    const int Steps = 20, BytesOfWeight = 28;
    using var weights = device.Allocate<float>(new float[length]);
    using var gradients = device.Allocate<float>(new float[length]);
    using var adam = new AdamW();
    adam.Add("weights", weights.Memory, gradients.Memory);
    adam.Step();
    device.Synchronize();
    var watch = Stopwatch.StartNew();
    for (var step = 0; step < Steps; step++)
    {
        adam.Step();
    }

    var queued = watch.Elapsed / Steps;
    device.Synchronize();
    var done = watch.Elapsed / Steps;
    return string.Create(
        CultureInfo.InvariantCulture,
        $"AdamW, {length:N0} weights: {done.TotalMilliseconds:F4} ms a step, {(double)length * BytesOfWeight / done.TotalSeconds / 1e9:F0} GB/s; queued in {queued.TotalMicroseconds:F1} µs");
}
