namespace Descent.Cuda.Tests;

/// <summary>The norm of all gradients where a tensor has those of some rows and all of them by turns.</summary>
public sealed class RowNormTests
{
    [Theory]
    [InlineData(61)]
    [InlineData(64)]
    public void RowsAndAll_ByTurns(int columns)
    {
        using var pair = new RowPair<float, float>(() => new Sgd { Options = { MaximumGradientNorm = 1 } });
        pair.Add("table", 300, columns);
        foreach (var rows in (int[]?[])[[3, 4, 290], null, [7], null, null])
        {
            if (rows is null)
            {
                pair.SetAll("table");
            }
            else
            {
                pair.SetRows("table", rows);
            }

            var (here, there) = pair.Step();
            Assert.Equal(here, there);
            pair.AssertSame($"{rows?.Length} rows");
        }
    }
}
