using Descent.Cuda;
using Descent.Cuda.Check.Bits;
using Descent.Cuda.Check.Figures;

// On the first GPU: compares the steps of every rule that opted in, in every storage, with those on the processor, to the bit ("bits"), and times them beside copies of as many
// bytes ("figures"); without an argument both. Ends with 0 if nothing differs. With CUDA_CACHE_DISABLE=1 the driver compiles each rule, and first steps show how long that takes.
if (!CudaDevice.IsAvailable)
{
    Console.WriteLine(CudaDevice.WhyUnavailable);
    return 2;
}

using var device = new CudaDevice();
Console.WriteLine($"{device.Name}");
var differences = 0;
if (args is [] or ["bits"])
{
    foreach (var rule in Catalogue.Rules)
    {
        differences += Compare(rule);
    }

    Console.WriteLine(differences == 0 ? "0 differ" : $"{differences} differ");
}

if (args is [] or ["figures"])
{
    foreach (var timed in (IEnumerable<Case>)[.. Case.Networks(1), .. Case.Elementwise(1 << 25)])
    {
        Console.WriteLine(Measurement.Of(timed, device).Describe(timed));
    }
}

return differences == 0 ? 0 : 1;

int Compare(Type rule)
{
    var (same, different) = (0, new List<string>());
    foreach (var stored in Stored.All.Where(stored => !stored.IsOfDoubles || Catalogue.TakesDoubles(rule)))
    {
        // One value that is not finite may be all that is left of a total. What lacks to weights does not ask whether totals are finite.
        foreach (var specialShare in stored.Precision == Descent.WeightPrecision.Nearest ? new[] { 0.05, 0 } : [0.02])
        {
            if (stored.Compare(device, rule, Catalogue.ShapesOf(rule), specialShare) is { } found)
            {
                different.Add($"  {stored}: {found}");
            }
            else
            {
                same++;
            }
        }
    }

    Console.WriteLine($"{rule.Name}: {same} the same, {different.Count} differ");
    different.ForEach(Console.WriteLine);
    return different.Count;
}
