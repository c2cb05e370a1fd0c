namespace Descent.Benchmarks.Engine;

/// <summary>What an engine can do at best: the streams of Adam, with one addition each, driven by the same engine.</summary>
[Optimizer]
internal sealed partial class Streams
{
    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double first, [State] ref double second)
    {
        first += gradient;
        second += gradient;
        weight += first * second;
    }
}
