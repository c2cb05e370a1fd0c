using System.Globalization;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Which weights of a piece each thread of a block has, and how their totals come together.</summary>
/// <param name="writer">What takes the instructions.</param>
internal abstract class PtxWalk(PtxWriter writer)
{
    /// <summary>How many threads a block has at most, where the compiler must leave registers for more than it does by itself.</summary>
    public virtual string Limit => $" .maxntid {Text(PtxTotals.Blocks * PtxTotals.Lanes)}, 1, 1";

    protected PtxWriter Writer => writer;

    /// <summary>Writes where a thread begins. Gives where it ends.</summary>
    /// <param name="index">The counter of its weights, from where the piece begins.</param>
    /// <param name="step">By how much it grows.</param>
    /// <param name="start">Where the piece begins in the tensor.</param>
    /// <param name="count">How many weights it has.</param>
    public abstract string WriteStart(string index, string step, string start, string count);

    /// <summary>Writes that a weight gives a term.</summary>
    public virtual void WriteTerm(int total, string term)
    {
    }

    /// <summary>Writes that a thread goes on to its next weight.</summary>
    public virtual void WriteNext()
    {
    }

    /// <summary>Writes the totals once all threads have theirs.</summary>
    public virtual void WriteTotals(string results)
    {
    }

    protected string Count(string name) => writer.Register(PtxRegister.Count, name);

    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Each thread has every so-many-th weight.</summary>
/// <param name="writer">What takes the instructions.</param>
internal sealed class PtxEachWeight(PtxWriter writer) : PtxWalk(writer)
{
    /// <summary>A block has 256 threads, for which there are as many registers as one can have.</summary>
    public override string Limit => "";

    public override string WriteStart(string index, string step, string start, string count)
    {
        Writer.Line($"mov.u32 {index}, %tid.x");
        Writer.Line($"mov.u32 {step}, %ntid.x");
        return count;
    }
}
