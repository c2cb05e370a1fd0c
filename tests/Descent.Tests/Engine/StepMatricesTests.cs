using Descent.CompilerServices;

namespace Descent.Tests.Engine;

/// <summary>The matrices of a step have room for whichever tensor comes, and keep it.</summary>
public sealed class StepMatricesTests
{
    [Fact]
    public void One_that_was_added_for_a_short_tensor_grows_for_a_long_one()
    {
        var matrices = new StepMatrices();
        matrices.Require<float>(2, 1000);
        matrices.Require<float>(3, 10);
        matrices.Require<float>(3, 1000);
        Assert.All([0, 1, 2], index => Assert.Equal(1000, matrices.Values<float>(index).Length));
    }

    [Fact]
    public void Tensors_of_two_types_take_turns_without_allocating()
    {
        var matrices = new StepMatrices();
        Turns();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turns();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turns()
        {
            for (var turn = 0; turn < 3; turn++)
            {
                matrices.Require<float>(2, 100);
                matrices.Require<double>(2, 200);
            }
        }
    }
}
