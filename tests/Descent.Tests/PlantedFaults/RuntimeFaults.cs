using Descent.PlantedFaults;

namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in what loops call: storages, chance, functions and sums.</summary>
internal static class RuntimeFaults
{
    private const string Services = "runtime/Descent/CompilerServices/", Storage = Services + "Storage/", Functions = Services + "Functions/";

    public static IReadOnlyList<SourceFault> All { get; } =
    [
        new("rounds halves of Half away from zero", Storage + "HalfFormat.cs", "0xFFF) + ((magnitude >> 13) & Vector512<uint>.One)", "0x1000)"),
        new("rounds halves of BFloat16 away from zero", Storage + "BFloat16Format.cs", "EvenOrHalf = 0xAE", "EvenOrHalf = 0xAA"),
        new("rounds double twice on its way to 16 bits", Storage + "NarrowConverter.cs", "TFormat.Encode(StoredRounding.ToOdd(double.CreateTruncating(values[index])))", "TFormat.Encode(float.CreateTruncating(values[index]))"),
        new("keeps what lacks to a weight with the wrong sign", Storage + "PreciseTensors.cs", "Vector.LoadUnsafe(in first, (nuint)index) - kept", "kept - Vector.LoadUnsafe(in first, (nuint)index)"),
        new("forgets what lies beside weights that are resized", "runtime/Descent/Parameters/Parameter.Succession.cs", "TakeRemainder(other);", "_ = other;"),
        new("codes anew what a resized tensor keeps", "runtime/Descent/Parameters/Parameter.Succession.cs", "Copy<T>(theirs, mine, CopyBlocks(theirs, mine));", "Copy<T>(theirs, mine, 0);"),
        new("lets new values of a block go by the scale of those that stay", "runtime/Descent/Parameters/Parameter.Succession.cs", "added.ContainsAnyExcept(0) ? start : count", "count"),
        new("takes the largest number for the largest magnitude", Storage + "WideBlockLanes.cs", "Vector512.LoadUnsafe(in values, 32).AsInt32() & mask", "Vector512.LoadUnsafe(in values, 32).AsInt32()"),
        new("takes the scale of a block for the next one", Storage + "WideBlockLanes.cs", "Math.Min(done + BlockCode.BlockLength, values.Length - BlockCode.BlockLength)", "done"),
        new("counts the border of a power of ten to the next one", Storage + "BlockSteps.cs", "next - (border + 1)", "next - border"),
        new("goes beyond the last code of a power of ten", Storage + "BlockSteps.cs", "LimitOfAddend = 2.25f", "LimitOfAddend = 2.375f"),
        new("counts zeros that change their sign as lost", Storage + "LostUpdates.cs", "Vector.Equals(left.As<T, int>(), right.As<T, int>()).As<int, T>()", "Vector.Equals(left, right)"),
        new("subtracts what a step added with the wrong sign", "runtime/Descent/Statistics/ChunkStatistics.cs", "whole[index] = wholeMinuends[index] - whole[index]", "whole[index] = wholeMinuends[index] + whole[index]"),
        new("gives ties of codes to the higher code", Storage + "WideBlockLanes.cs", "FloatRoundingMode.ToPositiveInfinity", "FloatRoundingMode.ToEven"),
        new("takes a power of ten whose border lies above", Storage + "BlockCode.cs", "DecadesOfBinades = 79", "DecadesOfBinades = 77"),
        new("takes a border for the next power of ten in vectors of 256 bits", Storage + "Avx2BlockLanes.cs", "Avx.CompareGreaterThan(kept, Avx2", "Avx.CompareGreaterThanOrEqual(kept, Avx2"),
        new("rounds ties of 16 bits up in vectors of 256 bits", Storage + "BFloat16Format.cs", "((bits >> 16) & Vector256<uint>.One)", "Vector256<uint>.One"),
        new("looks up codes where they do not stand", Storage + "WideBlockLanes.cs", "Vector512.LoadUnsafe(in from, (nuint)done).AsInt32(), Interleaved)", "Vector512.LoadUnsafe(in from, (nuint)done).AsInt32(), Vector512<int>.Indices)"),
        new("reads native states as narrow ones beside other weights", "runtime/Descent/Engine/TensorWork.Stored.cs", "states is (> 0, 0)", "states is (> 0, _)"),
        new("takes tiny quotients for zero", Services + "WideLanes.cs", "fromInfinity + least + least", "fromInfinity"),
        new("adds the lower halves of weights without their sign", Storage + "PreciseTensors.cs", ".AsUInt16()).AsInt32() >> 16;", ".AsUInt16()).AsInt32() >>> 16;"),
        new("rounds up by chance too often", Storage + "HalfFormat.cs", "Vector.AsVectorInt32(random >> 8)", "Vector.AsVectorInt32(random >> 9)"),
        new("exchanges the words of a draw", Services + "Chance/Draws.cs", "(x0 | (x1 << 32), x2 | (x3 << 32))", "(x1 | (x0 << 32), x2 | (x3 << 32))"),
        new("trusts quick ways too near to the middle", Functions + "DoubleRounding.cs", "Margin = 1U << 11", "Margin = 1U << 2"),
        new("forgets the hard cases of Atan", Functions + "ArcTangents.cs", "[0x3D8D6B23, 0x3D8D31C3]", "[]"),
        new("takes the wrong neighbour of an even root", Functions + "Hypotenuse.cs", "TDoubles.Select(isEven, TDoubles.AddBits(root, step), root)", "TDoubles.Select(isEven, root, TDoubles.AddBits(root, step))"),
        new("gives 1 to the power of NaN as NaN", Functions + "Powers.cs", "(y == zero) | (x == one)", "y == zero"),
        new("gives odd powers of negative numbers no sign", Functions + "Powers.cs", "power ^ (isOdd & x & TDoubles.Create(-0.0))", "power ^ (isOdd & y & TDoubles.Create(-0.0))"),
        new("knows no angle of two infinities", Functions + "ArcTangents.cs", "ordinate = TDoubles.Select(areInfinite, one, ordinate);", ""),
        new("never goes the second way", Functions + "DoubleRounding.cs", "!TDoubles.AnyClear(", "true || !TDoubles.AnyClear("),
        new("looks up the logarithm of another sixteenth", Functions + "TableLogarithms.cs", "(SignificandBits - StepBits)", "(SignificandBits - StepBits - 1)"),
        new("takes the logarithm of a negative number", Functions + "TableLogarithms.cs", "FromOneToTwo = 0b10_00", "FromOneToTwo = 0b01_00"),
        new("trusts quick logarithms too near to the middle", Functions + "TableLogarithms.cs", "Margin = 1U << 14", "Margin = 1U << 5"),
        new("looks up the angle of another half octave", Functions + "TableArcTangents.cs", "BitsBehind = 51", "BitsBehind = 50"),
        new("looks up the power of another sixteenth", Functions + "TableExponentials.cs", "            shifted.AsInt64(),", "            shifted.AsInt64() + Vector512<long>.One,"),
        new("takes the logarithm of zero for a number's", Functions + "FunctionKinds.cs", "IQuickFunction.Least => float.Epsilon", "IQuickFunction.Least => 0"),
        new("adds the terms of both halves of a block to the same columns", Services + "TermSum.cs", "(index & 16) == 0", "(index & 32) == 0"),
        new("begins the columns of a tail anew", "runtime/Descent/Engine/ReducingLoop.cs", "AddLast(all, whole % ColumnSums.Columns,", "AddLast(all, 0,"),
        new("adds the terms of empty lanes", Services + "ColumnSums.cs", "First(Vector512.Create(terms[place..]), count - place)", "Vector512.Create(terms[place..])"),
        new("takes a later block's columns for those of the first", "runtime/Descent/Engine/ReducingLoop.cs", "columns[index] += length;", ""),
        new("takes a tail's columns for the first of its block", "runtime/Descent/Engine/ReducingLoop.cs", "SetColumns(terms[whole..], columns, whole);", "SetColumns(terms[whole..], columns, 0);"),
        new("begins only the first band of columns", Services + "ColumnTotal.cs", "if (rowOfBand == 0)", "if (row == 0)"),
        new("adds the upper half of a vector to other columns", "runtime/Descent/Engine/ColumnTerms.cs", "+ upper).StoreUnsafe(ref total, 8);", "+ upper).StoreUnsafe(ref total, 7);"),
        new("lets a sum of blocks go by the number of lanes", Services + "ColumnSums.cs", "terms.Length % Columns == 0 ?", "terms.Length % 4 == 0 ?"),
        new("adds what is beyond the end of a short row", Services + "ColumnSums.cs", "if (count < 16)", "if (count < 9)"),
    ];
}
