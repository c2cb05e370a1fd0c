namespace Descent.Tests.Strictness.Chance;

#pragma warning disable DSC0103 // States are written for tests to read.
/// <summary>Leaves what it draws where a test finds it: two uniform and two normal numbers, the last as the weight.</summary>
[Optimizer]
internal sealed partial class ChancefulRule
{
    [Update]
    private static void Update(
        ref double weight,
        double gradient,
        [Random] double first,
        [State] ref double uniform,
        [Random(Distribution.Normal)] double second,
        [State] ref double normal,
        [Random(Distribution.Uniform)] double third,
        [State] ref double otherUniform,
        [Random(Distribution.Normal)] double fourth)
        => (uniform, normal, otherUniform, weight) = (first, second, third, fourth + 0 * gradient);
}
