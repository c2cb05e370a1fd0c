using Descent.CompilerServices;

namespace Descent.Cuda.Kernels.Functions;

/// <summary>
/// What draws a random value for a weight: the processor's own generator, and its own way from words to numbers, recorded. The counter is the weight's place in the whole tensor, the use and the step. The key
/// comes by its address, and behind it lies where the tensor's weights begin in the whole one.
/// </summary>
internal static class ChanceText
{
    /// <summary>What every function of chance takes.</summary>
    private static readonly (string Type, string Name)[] s_parameters = [(".b64", "key"), (".b32", "step"), (".b32", "place"), (".b32", "use")];

    /// <summary>The name of the function that gives 32 random bits for a weight, to round with.</summary>
    public const string Word = "RandomWord";

    /// <summary>Its text: weights whose places differ in the last two bits have the four words of one counter, which is their place without these.</summary>
    public static string OfWord() => Recording.Function(Word, ".b32", s_parameters, recording =>
    {
        var place = PlaceOf(recording);
        var (x0, x1, x2, x3) = Words(recording, place >>> 2);
        var (isOdd, isLate) = (IsOdd(place), IsOdd(place >>> 1));
        var word = RecordedDoubles.Select(isLate, RecordedDoubles.Select(isOdd, x3, x2), RecordedDoubles.Select(isOdd, x1, x0));
        recording.Line($"cvt.u32.u64 %result, {word.Number()}");

        static RecordedDoubles IsOdd(RecordedDoubles number) => RecordedDoubles.IsNegative(number << 63);
    });

    /// <summary>The text of a function.</summary>
    /// <param name="distribution">Its name, that of a distribution.</param>
    /// <param name="ofDoubles">Whether it gives a number of <see cref="double"/>.</param>
    public static string Of(string distribution, bool ofDoubles) => Recording.Function(distribution, ofDoubles ? ".f64" : ".f32", s_parameters, recording =>
    {
        var (x0, x1, x2, x3) = Words(recording, PlaceOf(recording));
        var value = distribution == nameof(Distribution.Normal) ? Variates.Radius(Variates.Remainder(x0, x1)) * Variates.Cosine(Variates.Quadrants(x2, x3))
            : ofDoubles ? Variates.Uniform(x0, x1)
            : Variates.Uniform(x0);
        recording.Line($"{(ofDoubles ? "mov.f64" : "cvt.rn.f32.f64")} %result, {value.Number()}");
    });

    /// <summary>The words of a counter that begins with a place.</summary>
    private static (RecordedDoubles X0, RecordedDoubles X1, RecordedDoubles X2, RecordedDoubles X3) Words(Recording recording, RecordedDoubles place)
    {
        var key = Read(recording, 0);
        return Philox.Words(place, RecordedDoubles.FromBits(0), Widened("use"), Widened("step"), key, key >>> 32);

        RecordedDoubles Widened(string name) => recording.Convert("cvt.u64.u32", name);
    }

    /// <summary>The weight's place in the whole tensor.</summary>
    private static RecordedDoubles PlaceOf(Recording recording) => RecordedDoubles.AddBits(recording.Convert("cvt.u64.u32", "place"), Read(recording, sizeof(ulong)));

    /// <summary>Reads a word from where the key lies on.</summary>
    private static RecordedDoubles Read(Recording recording, int bytes)
        => RecordedDoubles.Of(recording.Write("ld.global.u64", [$"[{recording.Convert("cvta.to.global.u64", "key").Number()}+{Recording.Text(bytes)}]"], isCondition: false));
}
