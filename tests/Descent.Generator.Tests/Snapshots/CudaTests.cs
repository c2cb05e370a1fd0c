using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>The loops of rules for GPUs, and who has them.</summary>
public sealed class CudaTests
{
    private const string Start = "CudaText =>";

    [Fact]
    public void Operations_OfEveryKind() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda)]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double first, [State] ref double second)
            {
                var small = Math.Min(first, gradient) + Math.Max(second, -gradient);
                var rounded = Math.Floor(small) + Math.Ceiling(gradient) + Math.Round(first) + Math.Truncate(second);
                var signed = Math.CopySign(rounded, gradient) * Math.Sign(weight) - Math.Clamp(weight, -1, Rate);
                first = Math.FusedMultiplyAdd(first, Rate, Math.Sqrt(Math.Abs(signed)));
                second = (gradient > 0) != (weight > 0) && !double.IsNaN(weight) || first == second || (gradient < 1) == (weight < 1) ? signed / Rate : first;
                weight -= Rate * second;
            }
        }
        """);

    [Fact]
    public void Variants_AreAnEntryEach() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda, Math = FloatMath.Relaxed)]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }
            [Hyperparameter(0.9)] public partial double ntidx { get; set; }
            [Hyperparameter(false)] public partial bool Nesterov { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double größe)
            {
                größe = ntidx * größe + gradient;
                weight -= Rate * (Nesterov ? ntidx * größe + gradient : größe);
            }
        }
        """);

    [Fact]
    public void Functions_AreCalled() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda)]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [Step] int t)
                => weight -= Rate * Math.Exp(-Rate * t) * Math.Atan2(gradient, 1) * Math.Exp(-Math.Abs(gradient)) * (gradient % 2);
        }
        """);

    [Fact]
    public void Totals_AreTakenByTheTree() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda)]
        public sealed partial class Rule
        {
            [Update]
            private static void Update(ref double weight, double gradient)
            {
                var norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
                var largest = Reduce.Max(Math.Abs(weight), Per.Optimizer);
                weight -= 0.01 * largest * gradient / (norm + 1e-8);
            }
        }
        """);

    [Fact]
    public void RowsAndColumns_AreWalkedOverEach() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda)]
        public sealed partial class Rule
        {
            [Update]
            private static void Update(ref double weight, double gradient, [State(Per = Per.Row)] ref double ofRow, [State(Per = Per.Column)] ref double ofColumn)
            {
                var least = Math.Min(ofRow, ofColumn);
                ofRow = Reduce.Max(least + Math.Abs(gradient), Per.Row);
                ofColumn = Reduce.Sum(gradient * gradient, Per.Column);
                weight -= 0.01 * gradient / (ofRow + Math.Sqrt(ofColumn) + Reduce.Sum(ofRow));
            }
        }
        """);

    /// <summary>States that follow from totals live there, those of the tensor and of the optimizer each at a place of its own.</summary>
    [Fact]
    public void States_ThatFollowFromTotals_AreKept() => Verify("""
        [Optimizer(Targets = ComputeTargets.Cuda)]
        public sealed partial class Rule
        {
            [Update]
            private static void Update(
                ref double weight, double gradient, [State(Per = Per.Tensor)] ref double ofTensor, [State(Per = Per.Optimizer)] ref double ofAll, [State(Per = Per.Optimizer)] ref double largest)
            {
                var all = Reduce.Sum(Math.Abs(gradient), Per.Optimizer);
                ofTensor = 0.5 * ofTensor + Math.Sqrt(Reduce.Sum(gradient * gradient));
                ofAll = 0.9 * ofAll + all;
                largest = Math.Max(largest, all / (1 + ofAll));
                weight -= 0.01 * gradient * largest / (1 + ofTensor);
            }
        }
        """);

    /// <summary>On a device each loop over a row stores what it writes: where that takes fewer bits, the next loop may not read it back.</summary>
    [Fact]
    public void LoopsOverARow_ReadNothingBack_WhereItIsNotStoredAsComputed()
    {
        var (_, files) = GeneratorHarness.Generate("[Optimizer(Targets = ComputeTargets.Cuda)] public sealed partial class Rule { [Update] static void Update(ref double w, double g, [State] ref double m) { m = 0.9 * m + g; w -= m / Math.Sqrt(Reduce.Sum(m * m, Per.Row)); } }");

        Assert.Contains("// Update, loop 2 over each row, where not all is stored as it is computed.", Assert.Single(files).Value, StringComparison.Ordinal);
    }

    /// <summary>Nothing is computed of each row then, and yet the rule asks for the room of what would be.</summary>
    [Fact]
    public void RowsThatAreOnlyNamed_HaveNothingOfTheirOwn()
    {
        var (_, files) = GeneratorHarness.Generate("[Optimizer(Targets = ComputeTargets.Cuda)] public sealed partial class Rule { [Update] static void Update(ref double w, double g) => w -= 0.1 * g / Reduce.Rows; }");
        var text = Assert.Single(files).Value;

        Assert.Contains("HasCudaScalars(global::Descent.CompilerServices.RuleMethod method) => true;", text, StringComparison.Ordinal);
        Assert.Matches(@"int CountCudaRows\([^{]*\{\s*_ => 0,\s*\};", text);
        Assert.DoesNotContain("GetCudaRows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleThatDidNotOptIn_HasNone()
    {
        var (_, files) = GeneratorHarness.Generate("[Optimizer] public sealed partial class Rule { [Update] static void Update(ref double w, double g) => w -= 0.1 * g; }");

        Assert.DoesNotContain(Start, Assert.Single(files).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleThatIsRefused_StillRunsOnTheProcessor()
    {
        var (_, files) = GeneratorHarness.Generate("using Descent.Matrices; [Optimizer(Targets = ComputeTargets.Cuda)] public sealed partial class Rule { [Update] static void Update(ref double w, double g) => w -= 0.1 * Math.Sin(g) * Matrix.Orthogonalize(g, 5); }");
        var text = Assert.Single(files).Value;

        Assert.DoesNotContain(Start, text, StringComparison.Ordinal);
        Assert.Contains("TLanes.Sin", text, StringComparison.Ordinal);
    }

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
        => Snapshot.VerifyRule(source, nameof(CudaTests), method, text => text[text.IndexOf(Start, StringComparison.Ordinal)..text.IndexOf("public override void Reference", StringComparison.Ordinal)]);
}
