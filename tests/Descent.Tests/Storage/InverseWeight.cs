namespace Descent.Tests.Storage;

/// <summary>Takes 1 / weight, which tells 0 from −0.</summary>
[Optimizer]
internal sealed partial class InverseWeight
{
    [Update]
    private static void Update(ref double weight, double gradient) => weight = (1 / weight) - gradient;
}
